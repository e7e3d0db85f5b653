"""Draws the answers to a story's questionnaire from a fixed seed, as its tool would export them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np

ASKED = "How was it for you? (1 very bad – 5 very good, 6 does not apply) [{}]"
RECOMMEND = "How likely are you to recommend us to a friend or colleague? (0–10)"
COMMENT = "What should we change first?"
PERSON = "Customer number"

Columns = dict[str, list[Any]]


def export(story: dict[str, Any]) -> bytes:
    """Return the questionnaire as its tool would export it."""
    return written(_columns(story, story["survey"], story["seed"])[0])


def export_before(story: dict[str, Any]) -> bytes:
    """Return the wave before: other means, and some of the same people."""
    now, mood = _columns(story, story["survey"], story["seed"])
    wave = story["survey"] | story["before"]
    rng = np.random.default_rng(story["seed"] + 7)
    who = np.sort(rng.choice(len(mood), size=wave["same"], replace=False))
    same = {name: [now[name][at] for at in who] for name in (PERSON, *wave["segments"])}
    columns, _ = _columns(story, wave, story["seed"] + 2, (same, mood[who]))
    return written(columns)


def asked(story: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the touchpoints that the questionnaire asks about."""
    for stage in story["stages"]:
        yield from (each for each in stage["touchpoints"] if "survey" in each)


def _columns(
    story: dict[str, Any],
    wave: Mapping[str, Any],
    seed: int,
    same: tuple[Columns, Any] | None = None,
) -> tuple[Columns, Any]:
    """Return the columns of a wave and the mood of each person, which runs through the answers.

    ``same`` are columns and mood of people who answered another wave, too; they come first.
    """
    rng = np.random.default_rng(seed)
    size, waves = wave["n"], wave["waves"]
    mood = rng.normal(size=size)
    known: Columns = {}
    if same:
        known, kept = same
        mood[: len(kept)] = kept
    columns: Columns = {"Timestamp": _stamps(waves, size)}
    if len(waves) > 1:
        columns["Wave"] = [waves[row * len(waves) // size]["name"] for row in range(size)]
    if "numbers" in wave:
        drawn = [f"C{wave['numbers'] + (row * 37) % 9973}" for row in range(size)]
        columns[PERSON] = known.get(PERSON, []) + drawn[len(known.get(PERSON, ())) :]
    for name, options in wave["segments"].items():
        shares = np.array([float(share) for share in options.values()])
        cells = list(rng.choice(list(options), size=size, p=shares / shares.sum()))
        columns[name] = known.get(name, []) + cells[len(known.get(name, ())) :]
    means = wave.get("means", {})
    for touchpoint in asked(story):
        wanted = means.get(touchpoint["id"], touchpoint["survey"])
        lean = _lean(wave, touchpoint["id"], columns, size)
        columns[ASKED.format(touchpoint["name"])] = _ratings(rng, mood + lean, wanted)
    columns[RECOMMEND] = _recommend(rng, mood, wave["recommend"])
    columns[COMMENT] = _comments(rng, story, wave, size)
    for question, told in wave.get("words", {}).items():
        about = ASKED.format(next(t["name"] for t in asked(story) if t["id"] == told["of"]))
        columns[question] = _words(rng, told["pool"], columns[about], told["share"])
    return columns, mood


def written(columns: Mapping[str, Iterable[Any]]) -> bytes:
    """Return columns as a CSV file with every cell in quotes."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return stream.getvalue().encode()


def _stamps(waves: list[dict[str, Any]], size: int) -> list[str]:
    stamps = []
    for row in range(size):
        wave = waves[row * len(waves) // size]
        start = datetime.combine(wave["from"], datetime.min.time())
        minutes = (row * 97) % (14 * 24 * 60)
        at = start + timedelta(minutes=minutes, seconds=(row * 31) % 60)
        stamps.append(f"{at:%Y/%m/%d} {at.hour % 12 or 12}{at::%M:%S %p} GMT+1")
    return stamps


def _lean(wave: Mapping[str, Any], touchpoint: str, columns: Columns, size: int) -> Any:
    """How much better or worse some people find a touchpoint, in units of the mood."""
    moved = np.zeros(size)
    for each in wave.get("lean", ()):
        if touchpoint in each["at"]:
            here = np.array([cell == each["is"] for cell in columns[each["column"]]])
            moved += np.where(here, each["at"][touchpoint] / 0.45, 0.0)
    return moved


def _ratings(rng: Any, mood: Any, wanted: dict[str, Any]) -> list[str]:
    """Draw n ratings, 1 to 5, whose mean is exactly the story's; the others did not answer."""
    size, n, valence = len(mood), wanted["n"], wanted["mean"]
    who = np.sort(rng.choice(size, size=n, replace=False))
    drawn = 3 + valence + 0.45 * mood[who] + 0.85 * rng.normal(size=n)
    values = np.clip(np.rint(drawn), 1, 5).astype(int)
    short = round(n * (3 + valence)) - int(values.sum())
    while short:
        at = rng.integers(n)
        step = 1 if short > 0 else -1
        if 1 <= values[at] + step <= 5:
            values[at] += step
            short -= step
    cells = ["6" if rng.random() < 0.6 else "" for _ in range(size)]
    for at, value in zip(who, values, strict=True):
        cells[at] = str(value)
    return cells


def _recommend(rng: Any, mood: Any, middle: float) -> list[str]:
    drawn = np.clip(np.rint(middle + 1.5 * mood + 1.2 * rng.normal(size=len(mood))), 0, 10)
    return ["" if rng.random() < 0.04 else str(int(value)) for value in drawn]


def _comments(rng: Any, story: dict[str, Any], wave: Mapping[str, Any], size: int) -> list[str]:
    quotes = [finding["quote"] for finding in story["findings"] if finding.get("quote")]
    pool = [*quotes, *quotes, *map(_text, wave["comments"])]
    told = [" ".join(rng.choice(pool, size=rng.integers(1, 3), replace=False)) for _ in range(size)]
    said = [text if rng.random() < 0.45 else "" for text in told]
    if other := [*map(_text, wave.get("german", ()))]:
        german = rng.random(size) < 0.15
        words = rng.choice(other, size=size)
        said = [str(w) if s and g else s for s, g, w in zip(said, german, words, strict=True)]
    return said


def _words(rng: Any, pool: list[dict[str, Any]], ratings: list[str], share: float) -> list[str]:
    """Return what people who rated say in their own words: the lower the rating, the worse."""
    said = []
    for rating in ratings:
        drawn = rng.random(), rng.random()
        if rating not in "12345" or not rating or drawn[0] > share:
            said.append("")
            continue
        near = [each for each in pool if abs(each["valence"] - (int(rating) - 3)) <= 1]
        said.append(near[int(drawn[1] * len(near))]["text"])
    return said


def _text(told: str | dict[str, Any]) -> str:
    return told if isinstance(told, str) else str(told["text"])
