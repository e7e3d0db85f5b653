"""Makes the examples: from each story.yaml a workshop, a questionnaire export and its recipe.

Everything here is synthetic. People, firms, quotes and answers are invented; the answers are
drawn at random around the means that the story states, from a fixed seed, so that the same
story always makes the same files. Run ``python data/examples/make.py``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from journeykit.attach import count
from journeykit.edits import Put, Rate, Vote, apply
from journeykit.exchange.own import dumps
from journeykit.measures import Tally, csat, mean, nps
from journeykit.measures.intervals import wilson
from journeykit.model import COLLECTIONS, LANES, Link, Workshop
from journeykit.survey import Survey, numeric, read
from journeykit.survey.answers import links_of

HERE = Path(__file__).parent
ASKED = "How was it for you? (1 very bad – 5 very good, 6 does not apply) [{}]"
RECOMMEND = "How likely are you to recommend us to a friend or colleague? (0–10)"
COMMENT = "What should we change first?"
RECIPE = """\
questions:
  - match: "How was it for you?*"
    kind: rating
    scale: [1, 5]
    not_applicable: [6]
  - match: "How likely are you to recommend us*"
    kind: nps
  - match: "What should we change first*"
    kind: text
"""


def main() -> None:
    """Make every example."""
    for path in sorted(HERE.glob("*/story.yaml")):
        story = yaml.safe_load(path.read_text(encoding="utf-8"))
        survey = export(story)
        folder = path.parent
        (folder / "survey.csv").write_bytes(survey)
        (folder / "recipe.yaml").write_text(RECIPE, encoding="utf-8")
        read_back = read(survey, name="survey.csv", recipe=RECIPE)
        (folder / "workshop.json").write_text(dumps(workshop(story, read_back)), encoding="utf-8")
        print(f"{folder.name}: {read_back.responses} answers")


# -- the questionnaire


def export(story: dict[str, Any]) -> bytes:
    """Return the questionnaire as its tool would export it."""
    rng = np.random.default_rng(story["seed"])
    size, waves = story["survey"]["n"], story["survey"]["waves"]
    mood = rng.normal(size=size)
    columns: dict[str, list[Any]] = {
        "Timestamp": _stamps(waves, size),
        "Wave": [waves[row * len(waves) // size]["name"] for row in range(size)],
    }
    for name, options in story["survey"]["segments"].items():
        shares = np.array([float(share) for share in options.values()])
        columns[name] = list(rng.choice(list(options), size=size, p=shares / shares.sum()))
    for touchpoint in asked(story):
        columns[ASKED.format(touchpoint["name"])] = _ratings(rng, mood, touchpoint["survey"])
    columns[RECOMMEND] = _recommend(rng, mood, story["survey"]["recommend"])
    columns[COMMENT] = _comments(rng, story, size)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return stream.getvalue().encode()


def asked(story: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the touchpoints that the questionnaire asks about."""
    for stage in story["stages"]:
        yield from (each for each in stage["touchpoints"] if "survey" in each)


def _stamps(waves: list[dict[str, Any]], size: int) -> list[str]:
    stamps = []
    for row in range(size):
        wave = waves[row * len(waves) // size]
        start = datetime.combine(wave["from"], datetime.min.time())
        minutes = (row * 97) % (14 * 24 * 60)
        at = start + timedelta(minutes=minutes, seconds=(row * 31) % 60)
        stamps.append(f"{at:%Y/%m/%d} {at.hour % 12 or 12}{at::%M:%S %p} GMT+1")
    return stamps


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


def _comments(rng: Any, story: dict[str, Any], size: int) -> list[str]:
    quotes = [finding["quote"] for finding in story["findings"] if finding.get("quote")]
    pool = [*quotes, *quotes, *story["survey"]["comments"]]
    told = [" ".join(rng.choice(pool, size=rng.integers(1, 3), replace=False)) for _ in range(size)]
    return [text if rng.random() < 0.45 else "" for text in told]


# -- the workshop


def workshop(story: dict[str, Any], survey: Survey) -> Workshop:
    """Return the finished workshop of a story and its survey."""
    about = {"id": "info", "synthetic": True, "language": "en", **story["info"]}
    built = Workshop.new(about["title"], id=f"example-{story['slug']}")
    for collection, data in [("info", about), *entities(story, survey)]:
        built = apply(built, Put.of(COLLECTIONS[collection].model_validate(data)))
    for edit in _voices(story):
        built = apply(built, edit)
    return built


def entities(story: dict[str, Any], survey: Survey) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (collection, fields) of everything but ratings and votes, in an order that holds."""
    for rank, (id, source) in enumerate(story["sources"].items(), 1):
        own = {"n": survey.responses, "file": "survey.csv", "recipe": RECIPE}
        yield "sources", {"id": id, "rank": rank, **(own if id == "survey" else {}), **source}
    for rank, persona in enumerate(story["personas"], 1):
        yield "personas", {"rank": rank, **persona}
    yield "journeys", {"id": "current", "rank": 1, "title": story["journey"],
                       "persona": story["personas"][0]["id"], "state": "current",
                       "lanes": ["actions", "thoughts", "feelings"]}  # fmt: skip
    yield from _journey(story)
    yield from _links(story, survey)
    yield from _ideal(story)
    for rank, path in enumerate(story.get("paths", ()), 1):
        yield "paths", {"id": f"path-{rank}", "rank": rank, **path}
    for rank, finding in enumerate(story["findings"], 1):
        yield "findings", {"rank": rank, **finding}
    for rank, kpi in enumerate(story["kpis"], 1):
        values = kpi.pop("values")
        yield "kpis", {"rank": rank, **kpi}
        for at, value in enumerate(_values(story, survey, values), 1):
            yield "measurements", {"id": f"{kpi['id']}-{at}", "rank": at, "kpi": kpi["id"], **value}
    for rank, action in enumerate(story["actions"], 1):
        yield "actions", {"rank": rank, **action}
    for rank, name in enumerate(story["info"]["team"], 1):
        yield "participants", {"id": f"u{rank:02d}", "rank": rank, "name": name}


def _journey(story: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    own = {"touchpoints", "ideal", "acceptance"}
    for rank, stage in enumerate(story["stages"], 1):
        fields = {key: value for key, value in stage.items() if key not in own}
        yield "stages", {"rank": rank, "journey": "current", **fields}
        for at, touchpoint in enumerate(stage["touchpoints"], 1):
            beside = {"survey", "team", "told", *LANES}
            plain = {key: value for key, value in touchpoint.items() if key not in beside}
            yield "touchpoints", {"rank": at, "stage": stage["id"], **plain}
            for lane in (lane for lane in LANES if lane in touchpoint):
                told = [] if lane not in touchpoint.get("told", {}) else touchpoint["told"][lane]
                yield "notes", {"id": f"{touchpoint['id']}-{lane}", "rank": 1, "lane": lane,
                                "touchpoint": touchpoint["id"], "text": touchpoint[lane],
                                "sources": told}  # fmt: skip


def _links(story: dict[str, Any], survey: Survey) -> Iterator[tuple[str, dict[str, Any]]]:
    by_name = {ASKED.format(each["name"]): each["id"] for each in asked(story)}
    targets = {q.id: by_name[q.columns[0]] for q in survey.questions if q.columns[0] in by_name}
    for rank, data in enumerate(links_of(survey, targets), 1):
        link = {"id": f"link-{rank:02d}", "rank": rank, "source": "survey", **data}
        yield "links", link | {"n": count(survey, Link.model_validate(link))}


def _ideal(story: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "journeys", {"id": "ideal", "rank": 2, "title": f"{story['journey']}, as it should be",
                       "persona": story["personas"][0]["id"], "state": "ideal",
                       "copied_from": "current"}  # fmt: skip
    for rank, stage in enumerate(story["stages"], 1):
        yield "stages", {"id": f"ideal-{stage['id']}", "rank": rank, "journey": "ideal",
                         "name": stage["name"], "goal": stage["goal"],
                         "target_valence": stage["target_valence"],
                         "acceptance": stage.get("acceptance", [])}  # fmt: skip
        kept = {each["name"]: each for each in stage["touchpoints"]}
        for at, name in enumerate(stage["ideal"], 1):
            same = kept.get(name, stage["touchpoints"][0])
            fields = ("channel", "presence", "phase", "owner")
            yield "touchpoints", {"id": f"ideal-{stage['id']}-{at}", "rank": at, "name": name,
                                  "stage": f"ideal-{stage['id']}",
                                  **{key: same[key] for key in fields if key in same}}  # fmt: skip


def _values(
    story: dict[str, Any], survey: Survey, values: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield the measurements of a KPI: of each wave of the survey, or from counts."""
    for day, hits, total in values.get("counts", ()):
        low, high = wilson(hits, total)
        share = 100 * hits / total
        yield {"day": day, "n": total, "source": values["source"], "value": _round(share),
               "low": _round(100 * low), "high": _round(100 * high),
               "remark": f"{hits} of {total}; Wilson, 95 %"}  # fmt: skip
    if "measure" not in values:
        return
    name = RECOMMEND if values["measure"] == "nps" else ASKED.format(values["of"])
    answers = numeric(survey, survey.question(name))
    for wave in story["survey"]["waves"]:
        tally = Tally.of(answers[survey.frame["Wave"] == wave["name"]].dropna())
        score = {"nps": nps, "csat": csat, "mean": mean}[values["measure"]](tally)
        scale = 100 if values["measure"] == "csat" else 1
        yield {"day": wave["from"] + timedelta(days=14), "value": _round(scale * score.value),
               "low": _round(scale * score.low), "high": _round(scale * score.high),
               "n": score.n, "source": "survey", "remark": score.method}  # fmt: skip


def _voices(story: dict[str, Any]) -> Iterator[Rate | Vote]:
    """Yield what the team guessed and how it voted, everybody for themselves."""
    rng = np.random.default_rng(story["seed"] + 1)
    people = [f"u{number:02d}" for number in range(1, len(story["info"]["team"]) + 1)]
    for stage in story["stages"]:
        for touchpoint in stage["touchpoints"]:
            guesses = _guesses(rng, touchpoint["team"], len(people))
            for person, valence in zip(people, guesses, strict=True):
                yield Rate(participant=person, touchpoint=touchpoint["id"], valence=int(valence))
    items = [finding["id"] for finding in story["findings"] if finding.get("severity")]
    weights = np.array(
        [f["severity"] * f["frequency"] for f in story["findings"] if f.get("severity")]
    )
    for person in people:
        dots = rng.multinomial(3, weights / weights.sum())
        for item, number in zip(items, dots, strict=True):
            if number:
                yield Vote(participant=person, item=item, dots=int(number))


def _guesses(rng: Any, middle: float, people: int) -> list[int]:
    """Return one guess a person, with the stated median and some who see it otherwise."""
    low, high = int(np.floor(middle)), int(np.ceil(middle))
    guesses = [low] * (people // 2) + [high] * (people - people // 2)
    if low != high and people % 2:
        guesses[0] = high
    for at, step in ((0, -1), (1, -1), (-1, 1), (-2, 1)):
        guesses[at] = int(np.clip(guesses[at] + step, -2, 2))
    rng.shuffle(guesses)
    return guesses


def _round(value: float) -> float:
    return round(float(value), 1)


if __name__ == "__main__":
    main()
