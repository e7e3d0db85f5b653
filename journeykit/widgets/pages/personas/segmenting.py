"""What a person can do with segments: find them, look at them, draft personas from them."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import htpy as h

from journeykit.errors import Refused
from journeykit.insight.segments.finding import Segments, find
from journeykit.insight.segments.keeping import dumps, loads
from journeykit.insight.segments.stability import STABLE
from journeykit.insight.segments.variables import offers, variables
from journeykit.respondents import surveys
from journeykit.widgets import parts
from journeykit.widgets.pages.personas import segments
from journeykit.widgets.pages.personas.drafting import Drafting
from journeykit.widgets.pages.personas.figures import percent
from journeykit.widgets.view import Progress, Toast, action

if TYPE_CHECKING:
    from journeykit.insight.segments.drafting import Draft
    from journeykit.insight.segments.profile import Fact

T = TypeVar("T")
#: So often a page says how far it is, in seconds; between, it looks whether to stop.
_TELL = 0.25
_KEPT: OrderedDict[Any, Any] = OrderedDict()
_MOST = 24
_BY = {"mixture": "Latent classes", "medoids": "Medoids by Gower's distance"}


def _keep(key: Any, make: Callable[[], T]) -> T:
    """Keep what was computed from a dataset, which never changes."""
    if key not in _KEPT:
        _KEPT[key] = make()
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    _KEPT.move_to_end(key)
    found: T = _KEPT[key]
    return found


class Segmenting(Drafting):
    """Finds segments in answers and turns them into drafts of personas."""

    def segments_page(self) -> h.Node:
        """Return the page."""
        back = parts.button("← All personas", "back", id="all-personas", kind="ghost small")
        choice = self._choice()
        if choice is None:
            return [back, parts.card("Segments from answers", parts.empty(
                "Segments are found in the answers to a survey, and none is attached yet.",
                parts.button("Import a survey", "to_survey", id="seg-import", kind="primary"),
            ), id="segments-setup")]  # fmt: skip
        sources = [source for source, _ in surveys(self.store, self.workshop)]
        running = bool(self.ui.get("running"))
        return [
            back,
            segments.setup(choice, sources, running=running),
            self._draft_card() if self.ui.get("draft") else None,
            self._found_cards(choice),
        ]

    def _choice(self) -> segments.Choice | None:
        found = surveys(self.store, self.workshop)
        if not found:
            return None
        wanted = self.at.get("of", "")
        source, survey = next((one for one in found if one[0].id == wanted), found[0])
        every = _keep(("offers", source.dataset), lambda: tuple(offers(survey)))
        numbers = {int(x) for x in self.at.get("ask", "").split(".") if x.isdecimal()}
        chosen = tuple(at for at, one in enumerate(every) if at in numbers
                       and one.role != "refused")  # fmt: skip
        method, many = self.at.get("method", ""), self.at.get("many", "")
        return segments.Choice(
            source, survey, every, chosen,
            method if method in segments.METHODS else "mixture",
            many if many in segments.MANY else "",
        )  # fmt: skip

    @property
    def _setting(self) -> str:
        return f"segments.{self.workshop.id}"

    def _found(self, choice: segments.Choice) -> Segments | None:
        """What was found for exactly this choice, also before a reload."""
        key = ("found", choice.question)
        if key not in _KEPT:
            kept = loads(self.store.setting(self._setting), choice.question)
            if kept is None:
                return None
            return _keep(key, lambda: kept)
        found: Segments = _KEPT[key]
        return found

    def _found_cards(self, choice: segments.Choice) -> h.Node:
        found = self._found(choice)
        if found is None:
            return None
        at = self._open(found)
        names = [f"Segment {place + 1}" for place in range(found.k)]
        card = segments.result(choice, found, names, at)
        if found.k == 1:
            return card
        facts = [one for one in self._facts(choice, found) if one.group == names[at]]
        made_by = frozenset(offer.key for offer in choice.asked)
        typical = _keep(
            ("typical", choice.question, at), lambda: _typical(choice, found, at, facts)
        )
        shown = segments.profile(names[at], found.sizes[at], facts, typical, at, made_by)
        return [card, shown]

    def _open(self, found: Segments) -> int:
        wanted = self.at.get("seg", "1")
        return int(wanted) - 1 if wanted.isdecimal() and 1 <= int(wanted) <= found.k else 0

    def _facts(self, choice: segments.Choice, found: Segments) -> list[Fact]:
        from journeykit.insight.segments.profile import described, profile

        groups = {f"Segment {at + 1}": found.labels == at for at in range(found.k)}
        return _keep(
            ("facts", choice.question),
            lambda: profile(choice.survey, described(choice.survey), groups),
        )

    # ---- finding -------------------------------------------------------------------------

    @action
    def seg_pick(self, at: int, value: bool) -> None:
        """Compare a question, or leave it out."""
        choice = self._choice()
        if choice is None or not 0 <= at < len(choice.offers):
            raise Refused("This question is not in the survey any more; reload the page.")
        if choice.offers[at].role == "refused":
            raise Refused(f"This question makes no segments: {choice.offers[at].reason}.")
        now = {one for one in choice.chosen if one != at} | ({at} if value else set())
        self.show(ask=".".join(str(one) for one in sorted(now)) or None, seg=None)

    @action
    def find_segments(self) -> Progress:
        """Find segments, saying how far it is; stops where somebody asks for it."""
        choice = self._choice()
        if choice is None or len(choice.chosen) < 2:
            raise Refused("Choose at least two questions.")
        if self.ui.get("running"):
            raise Refused("It is at work already; stop it first.")
        self.ui.update(running=True, stop=False)
        self.ui.pop("draft", None)
        try:
            yield "Reading the answers", 0.0
            found = yield from self._at_work(choice)
        finally:
            self.ui["running"] = False
        if found is None:
            return Toast("Stopped. Nothing was kept.")
        for key in [key for key in _KEPT if choice.question in key]:
            _KEPT.pop(key)
        _keep(("found", choice.question), lambda: found)
        self.store.set_setting(self._setting, dumps(found, choice.question))
        self.show(seg=None)
        said = "No segments" if found.k == 1 else f"{found.k} segments"
        return Toast(f"{said} in the answers of {found.n:,} people.")

    def _at_work(self, choice: segments.Choice) -> Any:
        steps = find(
            variables(choice.survey, choice.asked),
            "medoids" if choice.method == "medoids" else "mixture",
            int(choice.many) if choice.many else None,
        )
        told = time.monotonic()
        while True:
            try:
                words, share = next(steps)
            except StopIteration as end:
                return end.value
            if self.ui.get("stop"):
                return None
            if time.monotonic() - told > _TELL:
                yield words, share
                told = time.monotonic()

    @action
    def stop_segments(self) -> None:
        """Stop the search; nothing is kept of it."""
        self.ui["stop"] = True

    # ---- a draft -------------------------------------------------------------------------

    @action
    def draft_segment(self, at: int) -> None:
        """Draft a persona from a segment, as a preview."""
        choice = self._choice()
        found = self._found(choice) if choice else None
        if choice is None or found is None or not 0 <= at < found.k or found.k == 1:
            raise Refused("This segment is not there any more; find segments again.")
        self.ui["draft"], self.ui["draft_note"] = self._drafted(choice, found, at)
        self.ui["draft_into"] = None

    def _drafted(
        self, choice: segments.Choice, found: Segments, at: int
    ) -> tuple[Draft, list[Any]]:
        from journeykit.insight.segments.approximating import approximate
        from journeykit.insight.segments.drafting import Draft, free_name, lines

        name, members = f"Segment {at + 1}", found.labels == at
        facts = [one for one in self._facts(choice, found) if one.group == name]
        close = approximate(choice.survey, choice.asked, members)
        taken = [one.name for one in self.workshop.personas.values()]
        draft = Draft(
            free_name(taken), tuple(lines(facts)), _origin(choice, found, at),
            close.rule, choice.source.id, self._quotes_of(choice.source, choice.survey, members),
        )  # fmt: skip
        return draft, self._rule_note(choice.survey, close)


def _origin(choice: segments.Choice, found: Segments, at: int) -> str:
    people, n = choice.survey.responses, found.sizes[at]
    back = found.jaccard[at]
    how = "as many as the answers show" if not choice.many else "a number that a person chose"
    judged = "stable" if back >= STABLE else "not stable, look again after the next wave"
    return (
        f"Drafted {date.today().isoformat()} from “{choice.source.title}” (n {people:,}): segment "
        f"{at + 1} of {found.k}, {n:,} people ({percent(n / people)}). {_BY[found.method]} on "
        f"{found.asked} questions, {how}. Stability {back:.2f} in {found.refits} resamples: "
        f"{judged}."
    )


def _typical(
    choice: segments.Choice, found: Segments, at: int, facts: list[Fact]
) -> list[tuple[str, str]]:
    """The answers of the most typical respondent that at least five of the segment gave."""
    from journeykit.insight.segments.rules import gave, occurring, words

    person = found.typical[at]
    common = {(one.key, one.answer) for one in facts if one.count}
    told = []
    for offer in choice.asked:
        given = [
            answer for answer in occurring(choice.survey, offer.question)
            if (offer.question.scaled or offer.question.kind == "number"
                or (offer.key, answer) in common)
            and gave(choice.survey, offer.key, [answer])[person]
        ]  # fmt: skip
        if offer.question.kind == "number" and given:
            given = [_near(choice, found, at, offer, given[0])]
        said = ", ".join(words(offer.question, [answer]) for answer in given)
        told.append((segments.asked(offer), said or "no answer, or too rare to show"))
    return told


def _near(choice: segments.Choice, found: Segments, at: int, offer: Any, answer: str) -> str:
    """A number as a band that at least five of the segment are in: an exact one may be a person."""
    import numpy as np

    from journeykit.insight.segments.variables import banded
    from journeykit.survey.answers import points

    values = points(choice.survey, offer.question)
    mine = np.where(found.labels == at, values, np.nan)
    if int(np.isfinite(mine).sum()) < 10:
        return "too rare to show"
    names, codes = banded(mine, most=min(5, int(np.isfinite(mine).sum()) // 5))
    code = codes[found.typical[at]]
    return names[code] if code >= 0 else answer


__all__ = ["Segmenting"]
