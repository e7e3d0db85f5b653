"""What changed in the form from one wave to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from journeykit.survey.question import Question, coder
from journeykit.survey.survey import Survey
from journeykit.survey.waves.pairing import Pair, flat, paired

#: An answer that fewer people gave is no option of the form, and is not quoted.
_CHOSEN = 5
#: A choice with more different answers is written in.
_MOST_OPTIONS = 40
_STRANGE = 0.05


@dataclass(frozen=True)
class Options:
    """Answers of a choice that were not given before, and that are not given any more."""

    question: Question
    new: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class Recoded:
    """A choice whose answers are hardly ever those of before: "1", "2" and now "18-24"."""

    question: Question
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Rescaled:
    """A question whose answers do not fit its earlier scale, with both scales in words."""

    question: Question
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """What changed between the form of an earlier survey and that of a later one."""

    pairs: tuple[Pair, ...]
    new: tuple[Question, ...]
    gone: tuple[Question, ...]
    options: tuple[Options, ...] = ()
    scales: tuple[Rescaled, ...] = ()
    codes: tuple[Recoded, ...] = ()

    @property
    def share(self) -> float:
        """How much of the earlier form is asked again, 0 to 1."""
        total = len(self.pairs) + len(self.gone)
        return len(self.pairs) / total if total else 0.0

    @cached_property
    def now(self) -> dict[str, str]:
        """For the id of an earlier question the id under which it is asked now."""
        return {pair.before.id: pair.after.id for pair in self.pairs}

    @cached_property
    def rescaled(self) -> frozenset[str]:
        """The ids, now, of questions whose scale changed."""
        return frozenset(one.question.id for one in self.scales)

    def lines(self) -> list[tuple[str, list[str]]]:
        """Return what changed as headings with a line for each question; empty ones left out.

        >>> Changes((), (), ()).lines()
        []
        """
        told = [
            ("On another scale, not comparable",
             [f"{name(o.question)}: {o.before} before, {o.after} now" for o in self.scales]),
            ("Answers coded in another way, not comparable as they are",
             [f"{name(o.question)}: {_some(o.before, 4)} before, {_some(o.after, 4)} now"
              for o in self.codes]),
            ("Asked with other words",
             [f"{name(p.before)} → {name(p.after)}" for p in self._of("reworded")]),
            ("Under another number",
             [f"{p.before.id} → {p.after.id}" for p in self._of("renumbered")]),
            ("New questions", [name(question) for question in self.new]),
            ("Not asked any more", [name(question) for question in self.gone]),
            ("Other answers to choose from", [_said(one) for one in self.options]),
        ]  # fmt: skip
        return [(heading, lines) for heading, lines in told if lines]

    def _of(self, how: str) -> list[Pair]:
        return [pair for pair in self.pairs if pair.how == how]


def name(question: Question) -> str:
    """Return a question as a short line: what was asked, with its id where that says more."""
    text = question.text or question.id
    short = text if len(text) <= 90 else text[:89].rsplit(" ", 1)[0] + "…"
    return short if question.id in (text, "") or question.id.startswith(text) else (
        f"{question.id} {short}"
    )  # fmt: skip


def _some(cells: Sequence[str], most: int = 6) -> str:
    more = f" and {len(cells) - most} more" if len(cells) > most else ""
    return ", ".join(f"“{cell[:60]}”" for cell in cells[:most]) + more


def _said(one: Options) -> str:
    parts = [f"new {_some(one.new)}"] if one.new else []
    parts += [f"not chosen any more {_some(one.gone)}"] if one.gone else []
    return f"{name(one.question)}: {'; '.join(parts)}"


def compare(before: Survey, after: Survey) -> Changes:
    """Return what changed in the form from one survey to a later one."""
    pairs = paired(before.questions, after.questions)
    mine = {pair.before.id for pair in pairs}
    theirs = {pair.after.id for pair in pairs}
    choices = [_options(pair, before, after) for pair in pairs]
    scales = (_rescaled(pair, before, after) for pair in pairs)
    return Changes(
        tuple(pairs),
        tuple(q for q in after.questions if q.id not in theirs),
        tuple(q for q in before.questions if q.id not in mine),
        tuple(one for one in choices if isinstance(one, Options)),
        tuple(one for one in scales if one),
        tuple(one for one in choices if isinstance(one, Recoded)),
    )


def _rescaled(pair: Pair, before: Survey, after: Survey) -> Rescaled | None:
    old, new = pair.before, pair.after
    if not old.scaled:
        told = new.scaled and old.kind in ("single", "text")
        return Rescaled(new, _scale(old), _scale(new)) if told else None
    if len(new.columns) > 1:
        return Rescaled(new, _scale(old), _scale(new))
    cells = {c: n for c, n in after.answers[new.columns[0]].sample.items() if c}
    seen = before.answers[old.columns[0]].sample
    if _fits(old, cells, seen) and not _narrower(old, before, cells):
        return None
    return Rescaled(new, _scale(old), _scale(new))


def _fits(question: Question, cells: Mapping[str, int], seen: Collection[str]) -> bool:
    """Whether answers are points of a question's scale, or codes that were ``seen`` before."""
    code = coder(question)
    total = sum(cells.values())
    strange = sum(n for cell, n in cells.items() if cell not in seen and code(cell)[0] == "missing")
    return strange <= _STRANGE * total


def _points(question: Question, cells: Mapping[str, int]) -> list[float]:
    code = coder(question)
    found = [code(cell)[1] for cell in cells]
    return [float(value) for value in found if isinstance(value, int | float)]


def _narrower(question: Question, before: Survey, cells: Mapping[str, int]) -> bool:
    """Whether many answers stay in the lower part of a scale that was used to its end."""
    scale = question.scale
    if scale is None or scale.min is None or scale.max is None or sum(cells.values()) < 20:
        return False
    old = _points(question, before.answers[question.columns[0]].sample)
    new = _points(question, cells)
    if not old or not new or len(set(new)) < 3:
        return False
    low, high = sorted((scale.min, scale.max))
    return max(new) <= low + 0.6 * (high - low) < max(old)


def _scale(question: Question) -> str:
    scale = question.scale
    if not question.scaled or scale is None or scale.min is None or scale.max is None:
        return {"single": "a choice", "text": "free text", "multi": "several choices"}.get(
            question.kind, question.kind
        )
    return f"{scale.min:g} to {scale.max:g}"


def _options(pair: Pair, before: Survey, after: Survey) -> Options | Recoded | None:
    """What can be chosen now and could not before; of choices alone."""
    choices = ("single", "multi", "number")
    kinds = {pair.before.kind, pair.after.kind}
    if not kinds <= set(choices) or kinds == {"number"}:
        return None
    old, new = _chosen(pair.before, before, ()), _chosen(pair.after, after, ())
    if "multi" in kinds:
        # what separates answers may have changed, so known options are looked for whole
        new = _chosen(pair.after, after, [cell for cell in old if len(cell) > 2])
        old = _chosen(pair.before, before, [cell for cell in new if len(cell) > 2])
    known = {flat(cell) for cell in old}, {flat(cell) for cell in new}
    added = tuple(c for c, n in new.items() if n >= _CHOSEN and flat(c) not in known[0])
    gone = tuple(c for c, n in old.items() if n >= _CHOSEN and flat(c) not in known[1])
    if added and gone and sum(new[c] for c in added) >= 0.9 * sum(new.values()):
        return Recoded(pair.after, gone, added)
    if "number" in kinds or max(len(old), len(new)) > _MOST_OPTIONS:
        return None
    return Options(pair.after, added, gone) if added or gone else None


def _chosen(question: Question, survey: Survey, known: Iterable[str]) -> dict[str, int]:
    """How often each option was chosen; ``known`` ones are found whole inside a cell."""
    counts: Counter[str] = Counter()
    if len(question.columns) > 1:
        for column, option in zip(question.columns, question.options, strict=True):
            counts[option] += survey.answers[column].filled
        return dict(counts)
    longest = sorted(known, key=len, reverse=True)
    for cell, n in survey.answers[question.columns[0]].sample.items():
        rest = cell
        for option in longest if question.kind == "multi" else ():
            if option in rest:
                counts[option] += n
                rest = rest.replace(option, "")
        parts = rest.split(question.separator) if question.separator else [rest]
        for part in parts:
            if part.strip(" ,;"):
                counts[part.strip(" ,;")] += n
    return dict(counts)
