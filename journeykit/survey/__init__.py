"""Survey files: from whatever a survey tool exports to questions, answers and links.

`read` takes a file and returns a `Survey`: what was decided about the file, its
questions with their scales, the answers as text, what was set aside and what was personal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.survey.answers import numeric, tidy, weights
    from journeykit.survey.link import Proposal, propose
    from journeykit.survey.parquet import from_parquet, to_parquet
    from journeykit.survey.question import Question, Scale
    from journeykit.survey.reading import read, read_survey
    from journeykit.survey.recipe import Recipe, Rule, recipe_of
    from journeykit.survey.survey import Personal, SetAside, Survey

_HOMES = {
    "numeric": "answers", "tidy": "answers", "weights": "answers",
    "Proposal": "link", "propose": "link",
    "from_parquet": "parquet", "to_parquet": "parquet",
    "Question": "question", "Scale": "question",
    "read": "reading", "read_survey": "reading",
    "Recipe": "recipe", "Rule": "recipe", "recipe_of": "recipe",
    "Personal": "survey", "SetAside": "survey", "Survey": "survey",
}  # fmt: skip

__all__ = [
    "Personal", "Proposal", "Question", "Recipe", "Rule", "Scale", "SetAside", "Survey",
    "from_parquet", "numeric", "propose", "read", "read_survey", "recipe_of", "tidy",
    "to_parquet", "weights",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
