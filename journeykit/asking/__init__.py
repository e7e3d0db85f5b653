"""Asking: a short survey made from the journey's touchpoints, whose answers find their way back.

`begin` makes a `Questionnaire` from the question bank, `lint` says what is wrong with it,
`limesurvey` and `plain` write it for a survey tool, and `targets` finds in an export of that
tool which question speaks about which touchpoint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.asking.building import add, available, begin, with_places
    from journeykit.asking.checking import Problem, lint, minutes
    from journeykit.asking.codes import targets
    from journeykit.asking.limesurvey import to_tsv
    from journeykit.asking.plain import to_csv, to_markdown, to_text
    from journeykit.asking.questionnaire import (
        Asked,
        Questionnaire,
        Row,
        history,
        kept,
        to_keep,
    )

_HOMES = {
    "add": "building", "available": "building", "begin": "building", "with_places": "building",
    "targets": "codes",
    "to_tsv": "limesurvey",
    "Problem": "checking", "lint": "checking", "minutes": "checking",
    "to_csv": "plain", "to_markdown": "plain", "to_text": "plain",
    "Asked": "questionnaire", "Questionnaire": "questionnaire", "Row": "questionnaire",
    "history": "questionnaire", "kept": "questionnaire", "to_keep": "questionnaire",
}  # fmt: skip

__all__ = [
    "Asked", "Problem", "Questionnaire", "Row", "add", "available", "begin", "history", "kept",
    "lint", "minutes", "targets", "to_csv", "to_keep", "to_markdown", "to_text", "to_tsv",
    "with_places",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
