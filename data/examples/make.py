"""Makes the examples: from each story.yaml a workshop, questionnaire exports, logs and numbers.

Everything here is synthetic. People, firms, quotes and answers are invented; the answers are
drawn at random around the means that the story states, from a fixed seed, so that the same
story always makes the same files. Run ``python data/examples/make.py``.
"""

from __future__ import annotations

import calendar
import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from behaving import events, metrics, months  # noqa: E402  (they lie beside this file)
from coding import codings, decided  # noqa: E402
from drawing import ASKED, PERSON, RECOMMEND, asked, export, export_before  # noqa: E402

from journeykit.attach import count  # noqa: E402
from journeykit.edits import Put, Rate, Vote, apply  # noqa: E402
from journeykit.evidence import attachment, proposed  # noqa: E402
from journeykit.evidence import read as read_evidence  # noqa: E402
from journeykit.exchange.own import dumps  # noqa: E402
from journeykit.measures import Tally, csat, mean, nps  # noqa: E402
from journeykit.measures.intervals import wilson  # noqa: E402
from journeykit.model import COLLECTIONS, LANES, Link, Workshop  # noqa: E402
from journeykit.survey import Survey, numeric, read  # noqa: E402
from journeykit.survey.answers import links_of  # noqa: E402
from journeykit.survey.recipe import load  # noqa: E402

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
#: Parts of a story that are entities as they stand: key of the story -> collection.
PLAIN = {"themes": "themes", "contents": "contents", "personalizations": "personalizations",
         "activities": "activities", "parked": "notes", "triggers": "triggers",
         "planned": "waves"}  # fmt: skip


def main() -> None:
    """Make every example."""
    for path in sorted(HERE.glob("*/story.yaml")):
        files = made(yaml.safe_load(path.read_text(encoding="utf-8")))
        for name, data in files.items():
            (path.parent / name).write_bytes(data)
        print(f"{path.parent.name}: {sum(map(len, files.values())) // 1000} kB")


def made(story: dict[str, Any]) -> dict[str, bytes]:
    """Return the files of an example by name."""
    recipe = _recipe(story)
    files = {"survey.csv": export(story), "recipe.yaml": recipe.encode()}
    if "before" in story:
        files["survey-before.csv"] = export_before(story)
    if "events" in story:
        files |= {"events.csv": events(story), "metrics.csv": metrics(story)}
        files["evidence.json"] = (json.dumps(_evidence(story, files), indent=1) + "\n").encode()
    rules = load(recipe)
    surveys = {
        id: read(files[name], name=name, recipe=_salted(rules))
        for id, name in (("survey", "survey.csv"), ("survey-before", "survey-before.csv"))
        if name in files
    }
    files["workshop.json"] = dumps(workshop(story, surveys, files)).encode()
    return files


def _recipe(story: dict[str, Any]) -> str:
    recipe = RECIPE
    for question in story["survey"].get("words", {}):
        recipe += f'  - match: "{question.rstrip("?")}*"\n    kind: text\n'
    return recipe + (f"person: {PERSON}\n" if "numbers" in story["survey"] else "")


def _salted(rules: Any) -> Any:
    from dataclasses import replace

    return replace(rules, salt="of no store") if rules.person else rules


def _evidence(story: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
    """Say how each file of evidence is read, and which of its places is which touchpoint."""
    points = {t["name"]: t["id"] for stage in story["stages"] for t in stage["touchpoints"]}
    told = {}
    for name, way in (("events.csv", "events"), ("metrics.csv", "metrics")):
        places = [place for place, _ in read_evidence(way, files[name], name).places]
        known = {place: points[place] for place in places if place in points}
        told[name] = {"as": way, "places": known}
    return told


# -- the workshop


def workshop(
    story: dict[str, Any], surveys: dict[str, Survey], files: dict[str, bytes]
) -> Workshop:
    """Return the finished workshop of a story and its surveys."""
    about = {"id": "info", "synthetic": True, "language": "en", **story["info"]}
    built = Workshop.new(about["title"], id=f"example-{story['slug']}")
    for collection, data in [("info", about), *entities(story, surveys)]:
        built = apply(built, Put.of(COLLECTIONS[collection].model_validate(data)))
    for id, name in (("events", "events.csv"), ("metrics", "metrics.csv")):
        if name in files:
            built = _attached(built, story, id, files[name], name)
    for edit in _voices(story):
        built = apply(built, edit)
    return built


def _attached(built: Workshop, story: dict[str, Any], id: str, data: bytes, name: str) -> Workshop:
    """Add a file of evidence as the page does."""
    found = read_evidence(id, data, name)
    points = list(built.touchpoints_of("current"))
    decided = {place: at for place, at in proposed([p for p, _ in found.places], points).items()
               if built.touchpoints[at].name == place}  # fmt: skip
    about = {"id": id, "method": f"{found.method}; synthetic", **story["evidence"][id]}
    return apply(built, attachment(built, found, "", decided, about))


def entities(
    story: dict[str, Any], surveys: dict[str, Survey]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (collection, fields) of everything but ratings and votes, in an order that holds."""
    for rank, (id, source) in enumerate(story["sources"].items(), 1):
        own: dict[str, Any] = {}
        if read_back := surveys.get(id):
            own = {"n": read_back.responses, "file": read_back.file, "recipe": _recipe(story)}
        yield "sources", {"id": id, "rank": rank, **own, **source}
    for id, source in story.get("evidence", {}).items():
        yield "sources", {"id": id, **source}  # cited before it can be attached to touchpoints
    for rank, persona in enumerate(story["personas"], 1):
        yield "personas", {"rank": rank, **persona}
    yield "journeys", {"id": "current", "rank": 1, "title": story["journey"],
                       "persona": story["personas"][0]["id"], "state": "current",
                       "lanes": ["actions", "thoughts", "feelings"]}  # fmt: skip
    yield from _journey(story)
    for id, survey in surveys.items():
        yield from _links(story, survey, id)
    yield from _ideal(story)
    for rank, path in enumerate(story.get("paths", ()), 1):
        yield "paths", {"id": f"path-{rank}", "rank": rank, **path}
    for rank, finding in enumerate(story["findings"], 1):
        yield "findings", {"rank": rank, **finding}
    for rank, kpi in enumerate(story["kpis"], 1):
        yield "kpis", {"rank": rank, **{key: kpi[key] for key in kpi if key != "values"}}
        for at, value in enumerate(_values(story, surveys, kpi["values"]), 1):
            yield "measurements", {"id": f"{kpi['id']}-{at}", "rank": at, "kpi": kpi["id"], **value}
    for rank, action in enumerate(story["actions"], 1):
        yield "actions", {"rank": rank, **action}
    yield from _people(story)
    for key, collection in PLAIN.items():
        for rank, each in enumerate(story.get(key, ()), 1):
            yield collection, {"id": f"{key}-{rank}", "rank": rank, **each}
    yield from _said(story)
    for id, survey in surveys.items():
        yield from codings(story, survey, id)


def _journey(story: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    own = {"touchpoints", "ideal", "acceptance"}
    for rank, stage in enumerate(story["stages"], 1):
        fields = {key: value for key, value in stage.items() if key not in own}
        yield "stages", {"rank": rank, "journey": "current", **fields}
        for at, touchpoint in enumerate(stage["touchpoints"], 1):
            beside = {"survey", "team", "told", "felt", *LANES}
            plain = {key: value for key, value in touchpoint.items() if key not in beside}
            yield "touchpoints", {"rank": at, "stage": stage["id"], **plain}
            for lane in (lane for lane in LANES if lane in touchpoint):
                told = [] if lane not in touchpoint.get("told", {}) else touchpoint["told"][lane]
                yield "notes", {"id": f"{touchpoint['id']}-{lane}", "rank": 1, "lane": lane,
                                "touchpoint": touchpoint["id"], "text": touchpoint[lane],
                                "sources": told}  # fmt: skip


def _links(
    story: dict[str, Any], survey: Survey, source: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    by_name = {ASKED.format(each["name"]): each["id"] for each in asked(story)}
    targets = {q.id: by_name[q.columns[0]] for q in survey.questions if q.columns[0] in by_name}
    name = "link" if source == "survey" else f"{source}-link"
    for rank, data in enumerate(links_of(survey, targets), 1):
        link = {"id": f"{name}-{rank:02d}", "rank": rank, "source": source, **data}
        yield "links", link | {"n": count(survey, Link.model_validate(link))}
    for at, (question, told) in enumerate(story["survey"].get("words", {}).items(), 1):
        coded = list(decided(story, survey, survey.question(question).id))
        yield "links", {"id": f"{name}-words-{at}", "rank": 50 + at, "source": source,
                        "question": survey.question(question).id, "touchpoint": told["of"],
                        "low": -2, "high": 2, "comments": True, "n": len(coded)}  # fmt: skip


def _ideal(story: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "journeys", {"id": "ideal", "rank": 2, "title": f"{story['journey']}, as it should be",
                       "persona": story["personas"][0]["id"], "state": "ideal",
                       "copied_from": "current"}  # fmt: skip
    names = {t["name"]: t for stage in story["stages"] for t in stage["touchpoints"]}
    for rank, stage in enumerate(story["stages"], 1):
        yield "stages", {"id": f"ideal-{stage['id']}", "rank": rank, "journey": "ideal",
                         "copied_from": stage["id"],
                         "name": stage["name"], "goal": stage["goal"],
                         "target_valence": stage["target_valence"],
                         "acceptance": stage.get("acceptance", [])}  # fmt: skip
        for at, step in enumerate(stage["ideal"], 1):
            told = {"name": step} if isinstance(step, str) else step
            was = names.get(told.get("was", told["name"]))
            same = was or stage["touchpoints"][0]
            fields = ("channel", "presence", "phase", "owner", "department", "expectation")
            kept = {key: same[key] for key in fields if key in same and (was or key != fields[5])}
            own = {"copied_from": was["id"]} if was else {}
            plain = {key: value for key, value in told.items() if key != "was"}
            yield "touchpoints", {"id": f"ideal-{stage['id']}-{at}", "rank": at,
                                  "stage": f"ideal-{stage['id']}", **kept, **own,
                                  **plain}  # fmt: skip


# -- numbers


def _values(
    story: dict[str, Any], surveys: dict[str, Survey], values: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield the measurements of a KPI: of each wave, from counts, or from the numbers by month."""
    counted = [(*each, "") for each in (*values.get("counts", ()), *_by_month(story, values))]
    counted += [(*each, "control") for each in values.get("control", ())]
    for day, hits, total, group in counted:
        low, high = wilson(hits, total)
        said = f"{hits} of {total}" + (f"; {values['control_is']}" if group else "")
        yield {"day": day, "n": total, "source": values["source"], "group": group,
               "value": _round(100 * hits / total), "low": _round(100 * low),
               "high": _round(100 * high), "method": "share, Wilson 95 %",
               "remark": said}  # fmt: skip
    if "measure" not in values:
        return
    name = RECOMMEND if values["measure"] == "nps" else ASKED.format(values["of"])
    for source, survey, wave, alone in _waves(story, surveys):
        answers = numeric(survey, survey.question(name))
        here = answers if alone else answers[survey.frame["Wave"] == wave["name"]]
        score = {"nps": nps, "csat": csat, "mean": mean}[values["measure"]](Tally.of(here.dropna()))
        scale = 100 if values["measure"] == "csat" else 1
        yield {"day": wave["from"] + timedelta(days=14), "value": _round(scale * score.value),
               "low": _round(scale * score.low), "high": _round(scale * score.high),
               "n": score.n, "source": source, "method": score.method}  # fmt: skip


def _waves(
    story: dict[str, Any], surveys: dict[str, Survey]
) -> Iterator[tuple[str, Survey, dict[str, Any], bool]]:
    """Yield source, survey and wave, the oldest first, and whether the survey is that wave."""
    if "survey-before" in surveys:
        yield "survey-before", surveys["survey-before"], story["before"]["waves"][0], True
    waves = story["survey"]["waves"]
    for wave in waves:
        yield "survey", surveys["survey"], wave, len(waves) == 1


def _by_month(story: dict[str, Any], values: dict[str, Any]) -> Iterator[tuple[date, int, int]]:
    for day, place, metric, _, base, hits in months(story) if "metric" in values else ():
        if (place, metric) == (values["at"], values["metric"]) and day[:7] in values["months"]:
            year, month = int(day[:4]), int(day[5:7])
            yield date(year, month, calendar.monthrange(year, month)[1]), hits, int(base)


# -- people and what they said


def _people(story: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    departments = story.get("departments", {})
    for rank, name in enumerate(story["info"]["team"], 1):
        known = {"department": departments[name]} if name in departments else {}
        yield "participants", {"id": f"u{rank:02d}", "rank": rank, "name": name, **known}


def _said(story: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what people said in the activities, and their marks for the map."""
    rng = np.random.default_rng(story["seed"] + 5)
    people = [f"u{number:02d}" for number in range(1, len(story["info"]["team"]) + 1)]
    for rank, each in enumerate(story.get("activities", ()), 1):
        id = each.get("id", f"activities-{rank}")
        for person in people if each["kind"] in ("check", "rank") else ():
            said: dict[str, Any] = {"participant": person, "activity": id, "done": True}
            if each["kind"] == "check":
                right = rng.random() < 0.75
                said["choice"] = each["options"][0 if right else int(rng.integers(1, 3))]
            else:
                pulled = np.arange(len(each["items"])) + rng.normal(
                    scale=1.2, size=len(each["items"])
                )
                said["order"] = [each["items"][at] for at in np.argsort(pulled)]
            yield "answers", said
    for row, marks in story.get("marks", {}).items():
        for person, (score, remark) in zip(people, marks, strict=False):
            yield "marks", {"participant": person, "row": str(row), "score": score,
                            "remark": remark}  # fmt: skip


def _voices(story: dict[str, Any]) -> Iterator[Rate | Vote]:
    """Yield what the team guessed and how it voted, everybody for themselves."""
    rng = np.random.default_rng(story["seed"] + 1)
    more = np.random.default_rng(story["seed"] + 6)
    people = [f"u{number:02d}" for number in range(1, len(story["info"]["team"]) + 1)]
    for stage in story["stages"]:
        for touchpoint in stage["touchpoints"]:
            guesses = _guesses(rng, touchpoint["team"], len(people))
            for person, valence in zip(people, guesses, strict=True):
                words = _words(more, touchpoint.get("felt"))
                yield Rate(
                    participant=person, touchpoint=touchpoint["id"], valence=int(valence), **words
                )
    items = [finding["id"] for finding in story["findings"] if finding.get("severity")]
    weights = np.array(
        [f["severity"] * f["frequency"] for f in story["findings"] if f.get("severity")]
    )
    for person in people:
        dots = rng.multinomial(3, weights / weights.sum())
        for item, number in zip(items, dots, strict=True):
            if number:
                yield Vote(participant=person, item=item, dots=int(number))


def _words(rng: Any, felt: dict[str, Any] | None) -> dict[str, Any]:
    """Return how excited and in which words somebody says it; not everybody does."""
    if not felt or rng.random() < 0.3:
        return {}
    arousal = float(np.clip(felt["arousal"] + rng.normal(scale=0.15), 0, 1))
    words = [word for word in felt["words"] if rng.random() < 0.6]
    return {"arousal": round(arousal, 1), "labels": tuple(words)}


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
