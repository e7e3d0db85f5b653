"""Groups of the people of one survey: by a column of theirs, or by a persona's rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeykit.errors import Missing, Refused
from journeykit.widgets.pages.survey.analyse.data import Answers, Rating, short

if TYPE_CHECKING:
    import numpy as np

    from journeykit.model import Persona, Workshop

EVERYONE_ELSE = "everyone else"


@dataclass(frozen=True, eq=False)
class Split:
    """A survey's people in groups: for each its name and who is in it."""

    key: tuple[Any, ...]
    groups: dict[str, np.ndarray]

    def hidden(self, answers: Answers, rating: Rating) -> set[str]:
        """Return the groups that are not shown for a rating: small ones, and what gives them away.

        All groups of the column count here, shown or not: the whole less the others is a group.
        """
        import numpy as np

        from journeykit.measures import hide_groups

        there = np.isfinite(answers.values(rating))
        if answers.weights is not None:
            there &= np.isfinite(answers.weights)
        sizes = {name: int((there & mask).sum()) for name, mask in self.groups.items()}
        return hide_groups(sizes, rest=int(there.sum()) - sum(sizes.values()))


def ways(answers: Answers, workshop: Workshop) -> list[tuple[str, str]]:
    """Return by what a survey can be split, as options of a select."""
    columns = [
        (f"c{at}", short(question.text or question.id))
        for at, question in answers.choices
        if question.kind == "single"
    ]
    return columns + [(f"p{p.id}", f"Persona {p.name}") for p in _personas(answers, workshop)]


def _personas(answers: Answers, workshop: Workshop) -> list[Persona]:
    from journeykit.insight.segments import asks

    return [p for p in workshop.ordered("personas") if p.rule and asks(answers.survey, p.rule)]


def split(answers: Answers, workshop: Workshop, by: str) -> Split:
    """Return the groups of a choice of `ways`; a column's largest group is first."""
    if by.startswith("p"):
        persona = workshop.get("personas", by[1:])
        rule = tuple((column, tuple(wanted)) for column, wanted in persona.rule.items())
        key = ("persona", persona.name, rule)
        made: Split = answers.keep(("split", key), lambda: _by_persona(answers, persona, key))
        _apart(answers, workshop, persona)
        return made
    question = answers.choice(by[1:])
    if question is None or question.kind != "single":
        raise Missing("This question is not in the survey any more; choose another.")
    key = ("column", question.id, ())
    made = answers.keep(("split", key), lambda: _by_column(answers, question, key))
    return made


def _by_column(answers: Answers, question: Any, key: tuple[Any, ...]) -> Split:
    import numpy as np

    texts = answers.texts(question)
    names, codes = np.unique(texts.astype(str), return_inverse=True)
    sizes = np.bincount(codes, minlength=len(names))
    order = sorted(range(len(names)), key=lambda at: (-sizes[at], names[at]))
    return Split(key, {str(names[at]): codes == at for at in order if names[at]})


def _by_persona(answers: Answers, persona: Persona, key: tuple[Any, ...]) -> Split:
    mask = _members(answers, persona.rule)
    return Split(key, {persona.name: mask, EVERYONE_ELSE: ~mask})


def _members(answers: Answers, rule: Any) -> np.ndarray:
    """Who fits a rule, as a mask."""
    from journeykit.insight.segments import matching

    return matching(answers.survey, rule)


def _apart(answers: Answers, workshop: Workshop, persona: Persona) -> None:
    """Refuse a persona whose people differ by fewer than five from another group on offer."""
    mine = _members(answers, persona.rule)
    others = {p.name: _members(answers, p.rule) for p in _personas(answers, workshop)
              if p.id != persona.id}  # fmt: skip
    for column, wanted in persona.rule.items():
        for value in wanted:
            others[f"{column}: {value}"] = _members(answers, {column: [value]})
    from journeykit.few import FEWEST

    for name, mask in others.items():
        for only in (mine & ~mask, mask & ~mine):
            if 0 < int(only.sum()) < FEWEST and int((mine & mask).sum()):
                raise Refused(
                    f"'{persona.name}' is not shown: fewer than {FEWEST} people tell it from "
                    f"'{name}', and their answers could be worked out from both."
                )


def likely(answers: Answers, options: list[tuple[str, str]]) -> str:
    """Return the way that is shown at first: a persona, else the first column of few groups."""
    names = [value for value, _ in options]
    few = {
        f"c{at}" for at, question in answers.choices
        if question.kind == "single" and len(set(answers.texts(question)) - {""}) in range(2, 7)
    }  # fmt: skip
    return next((name for name in names if name.startswith("p") or name in few), names[0])


__all__ = ["EVERYONE_ELSE", "Split", "likely", "split", "ways"]
