"""Says of comments what a person would have decided: how they feel, and what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drawing import COMMENT

from journeykit.insight.themes.comments import coding_id
from journeykit.survey import Survey


def codings(
    story: dict[str, Any], survey: Survey, source: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what two people decided about the comments; every fourth is left for the room."""
    asked_for = [COMMENT, *story["survey"].get("words", {})] if "themes" in story else []
    for question in (survey.question(name).id for name in asked_for):
        for row, told in decided(story, survey, question):
            by = ("Rosa Silva", "Kim Berg")[row % 2]
            yield "codings", {"id": coding_id(source, question, row), "source": source,
                              "question": question, "row": row, "by": by, **told}  # fmt: skip


def decided(
    story: dict[str, Any], survey: Survey, question: str
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the row of a comment and what its sentences say."""
    known = _sentences(story)
    for row, text in enumerate(survey.frame[survey.question(question).columns[0]]):
        found = [told for words, told in known.items() if isinstance(text, str) and words in text]
        if not found or row % 4 == 3:
            continue
        themes = dict.fromkeys(each["theme"] for each in found if "theme" in each)
        worst = min(found, key=lambda each: each["valence"])
        valence = round(sum(each["valence"] for each in found) / len(found))
        kind = {"kind": worst["kind"]} if "kind" in worst else {}
        yield row, {"valence": valence, "themes": list(themes), **kind}


def _sentences(story: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return every sentence of which the story says what it means."""
    survey = story["survey"]
    pools = [survey["comments"], survey.get("german", ())]
    pools += [told["pool"] for told in survey.get("words", {}).values()]
    known = {each["text"]: each for pool in pools for each in pool if isinstance(each, dict)}
    themes = {theme["finding"]: theme["id"] for theme in story.get("themes", ())}
    for finding in story["findings"]:
        if quote := finding.get("quote"):
            valence = 2 if finding["kind"] == "delight" else -2 if finding["severity"] > 4 else -1
            theme = {"theme": themes[finding["id"]]} if finding["id"] in themes else {}
            pain = finding["kind"] in ("pain", "delight")
            kind = {"kind": finding["kind"]} if pain else {}
            known[quote] = {"valence": valence, **kind, **theme}
    return known
