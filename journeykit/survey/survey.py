"""A survey that was read: the decisions about the file, its questions and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeykit.errors import Missing
from journeykit.survey.question import Question

if TYPE_CHECKING:
    import pandas as pd

    from journeykit.survey.columns import Answers


@dataclass(frozen=True)
class SetAside:
    """A record that is not among the responses: its number, from 1, and why."""

    row: int
    reason: str


@dataclass(frozen=True)
class Personal:
    """Personal data that was taken out: the column, what it was, and in how many cells."""

    column: str
    kind: str
    cells: int
    #: True when the whole column was dropped, False when words in its cells were replaced
    dropped: bool = True


class _Frame:
    """A frame that is made when somebody asks for it; until then the answers stay small."""

    def __get__(self, survey: Survey | None, owner: type | None = None) -> pd.DataFrame:
        if survey is None:
            raise AttributeError("frame")  # so that the field has no default
        kept = survey.__dict__
        if "frame" not in kept:
            kept["frame"] = kept["answers"].frame()
        return kept["frame"]

    def __set__(self, survey: Survey, value: pd.DataFrame | Answers) -> None:
        from journeykit.survey.columns import Answers

        survey.__dict__["answers" if isinstance(value, Answers) else "frame"] = value


@dataclass(frozen=True, eq=False, repr=False)
class Survey:
    """What a survey file holds, already without personal data.

    ``frame`` is a pandas frame with one row a response; every cell is text and "" is blank.
    It can be given as `Answers`, from which the frame is made when it is asked for.
    """

    file: str
    tool: str
    format: str
    encoding: str | None
    delimiter: str | None
    header_rows: int
    rows: int
    set_aside: tuple[SetAside, ...]
    frame: _Frame = _Frame()
    questions: tuple[Question, ...] = ()
    privacy: tuple[Personal, ...] = ()
    warnings: tuple[str, ...] = ()
    weight: str | None = None
    #: responses that were not finished, and responses of somebody who tried the form out
    partial: int = 0
    test: int = 0
    #: how many of these were set aside
    left_out: int = 0
    #: which salt hashed who answered: hashes of one salt only are of one person. "" for none
    salted: str = ""

    def __repr__(self) -> str:
        return f"Survey({self.file!r}, {self.responses} responses, {len(self.questions)} questions)"

    @property
    def responses(self) -> int:
        """The records that are responses."""
        return len(self.answers)

    @property
    def answers(self) -> Answers:
        """The answers column by column, as `Answers` keeps them."""
        from journeykit.survey.columns import Answers

        if "answers" not in self.__dict__:
            self.__dict__["answers"] = Answers.of(self.frame)
        return self.__dict__["answers"]

    def question(self, id: str) -> Question:
        """Return a question by its id or by a column of it; raise `Missing` otherwise."""
        for question in self.questions:
            if question.id == id:
                return question
        for question in self.questions:
            if id in question.columns:
                return question
        raise Missing(f"'{self.file}' has no question '{id}'.")

    def to_json(self) -> dict[str, Any]:
        """Return what ``journeykit inspect --json`` prints."""
        return {
            "file": self.file,
            "tool": self.tool,
            "format": self.format,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "header_rows": self.header_rows,
            "rows": self.rows,
            "responses": self.responses,
            "set_aside": [{"row": aside.row, "reason": aside.reason} for aside in self.set_aside],
            "questions": [question.to_json() for question in self.questions],
            "privacy": [
                {"column": found.column, "kind": found.kind, "cells": found.cells}
                for found in self.privacy
            ],
            "warnings": list(self.warnings),
            "complete": self.responses - self.partial - self.test + self.left_out,
            "partial": self.partial,
            "test": self.test,
        }
