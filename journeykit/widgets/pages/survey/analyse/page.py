"""The tab "Analyse": what to look at, chosen by selects; the choice stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import htpy as h

from journeykit.errors import JourneykitError, Refused
from journeykit.widgets import parts
from journeykit.widgets.pages.survey.analyse import (
    answers as tables,
)
from journeykit.widgets.pages.survey.analyse import (
    compare,
    drivers,
    groups,
    kano,
    power,
    same_people,
)
from journeykit.widgets.pages.survey.analyse.data import Answers, Rating, named, opened
from journeykit.widgets.view import Progress, Toast, View, action

PARTS = {
    "compare": "Compare", "spread": "Distributions", "drivers": "Drivers", "tables": "Tables",
    "missing": "Missing", "kano": "Kano", "power": "Power",
}  # fmt: skip


def _look_people(
    first: Answers, second: Answers, names: tuple[str, str], measure: str, narrow: bool
) -> h.Node:
    """The same people in two waves, each against themselves."""

    def made() -> tuple[Any, Any, Any]:
        found, lone = same_people.of_people(first, second)
        rows = same_people.compared(found, *names, measure)
        said = same_people.notes(found, bool(first.survey.weight or second.survey.weight))
        return rows, compare.drawn(rows, narrow), (lone, said)

    rows, charts, (lone, said) = first.keep(("people", second.key, names, measure, narrow), made)
    return compare.result(rows, charts, measure, lone, said)


class Analysing(View):
    """Compares, counts and relates the answers of the attached surveys."""

    @property
    def _narrow(self) -> bool:
        """Whether the screen is a phone's."""
        return bool(self.ui.get("narrow"))

    def analyse_tab(self) -> h.Node:
        """Return the tab."""
        found = opened(self.store, self.workshop)
        one = self._look_of(found)
        names = [n for n in PARTS if n != "kano" or (one and kano.candidates(one))]
        what = self.at.get("what", "")
        what = what if what in names else "compare"
        return h.div(".analyse")[
            parts.tabs("Ways to look at the answers", {n: PARTS[n] for n in names}, what,
                       "survey", name="what"),
            self._look_part(what, found, one),
        ]  # fmt: skip

    def _look_of(self, found: Sequence[Answers]) -> Answers | None:
        wanted = self.at.get("of", "")
        return next((each for each in found if each.source.id == wanted), found[0] if found
                    else None)  # fmt: skip

    def _look_part(self, what: str, found: Sequence[Answers], one: Answers | None) -> h.Node:
        if what == "power":
            return [self._look_which(found, one) if one else None, power.card(self.at, one)]
        if one is None:
            return parts.card("Analyse", parts.empty(
                "There are no answers yet. Attach a survey, and its answers can be compared, "
                "counted and related here.",
                parts.button("Import a survey", "look", {"name": "view", "value": "import"},
                             id="analyse-import"),
            ), id="analyse-none")  # fmt: skip
        show = {
            "compare": self._look_compare, "spread": self._look_spread,
            "drivers": self._look_drivers, "tables": self._look_tables,
            "missing": self._look_missed, "kano": self._look_kano,
        }[what]  # fmt: skip
        try:
            return show(found, one)
        except JourneykitError as error:
            return [self._look_which(found, one), _said(error)]

    def _look_which(self, found: Sequence[Answers], one: Answers, *more: Any) -> h.Element | None:
        """The selects above the results."""
        survey = _select("Survey", "of", one.source.id,
                         [(each.source.id, each.title) for each in found])  # fmt: skip
        fields = [survey if len(found) > 1 else None, *more]
        if not any(fields):
            return None
        return h.div(".fields.choose", role="group", aria_label="What to look at")[fields]

    # ---- compare -----------------------------------------------------------------------------

    def _look_compare(self, found: Sequence[Answers], one: Answers) -> h.Node:
        way = self.at.get("way", "") or ("waves" if len(found) > 1 else "groups")
        way = way if way in ("waves", "people", "groups") else "groups"
        compared = _select("Compare", "way", way, [
            ("waves", "Two waves"), ("people", "The same people in two waves"),
            ("groups", "Two groups of one survey"),
        ])  # fmt: skip
        known = [m for m in compare.MEASURES if way != "people" or m in same_people.MEASURES]
        chosen = self.at.get("measure", "")
        measure = chosen if chosen in known else "mean"
        by = _select("By", "measure", measure, [(m, compare.MEASURES[m]) for m in known])
        if way != "groups":
            return self._look_waves(found, compared, by, measure, way)
        return self._look_groups(found, one, compared, by, measure)

    def _look_waves(
        self, found: Sequence[Answers], compared: h.Element, by: h.Element, measure: str, way: str
    ) -> h.Node:
        if len(found) < 2:
            return [
                h.div(".fields.choose")[compared],
                parts.card("Compare two waves", parts.empty(
                    "Attach a second wave to compare: another file of the same survey, with its "
                    "questions linked to the same places.",
                    parts.button("Import a survey", "look", {"name": "view", "value": "import"},
                                 id="analyse-import"),
                ), id="analyse-none"),
            ]  # fmt: skip
        first, second = self._look_two(found)
        options = [(each.source.id, each.title) for each in found]
        choice = h.div(".fields.choose", role="group", aria_label="What to look at")[
            compared, _select("First wave", "of", first.source.id, options),
            _select("Second wave", "against", second.source.id, options), by,
        ]  # fmt: skip
        why = same_people.why_not(first, second)
        if way == "people" and why:
            return [choice, parts.card("The same people in two waves", parts.empty(why),
                                       id="analyse-none")]  # fmt: skip
        pairs, lone = compare.of_waves(first, second)
        if not pairs:
            return [choice, parts.card("Compare two waves", parts.empty(
                "No question of both is linked to the same place on the same scale. Link the "
                "questions of both surveys, and they can be compared.",
                parts.button("Link questions", "links_of", {"id": second.source.id},
                             id="analyse-link"),
            ), id="analyse-none")]  # fmt: skip
        names = _apart(first.title, second.title)
        if way == "people":
            return [choice, _look_people(first, second, names, measure, self._narrow)]
        notes = ["The two waves are taken as different people; who answered both is not matched."]
        if not why:
            notes = ["The two waves are taken as different people. Both keep a hash of who "
                     "answered: “The same people in two waves” matches them."]  # fmt: skip
        key = ("waves", second.key, names, measure)
        return [choice, self._look_compared(first, key, pairs, names, measure, lone, notes)]

    def _look_two(self, found: Sequence[Answers]) -> tuple[Answers, Answers]:
        """The two waves: those chosen, else the two latest, the older first."""
        latest = sorted(found, key=lambda a: str(a.source.collected or ""))[-2:]
        by_id = {each.source.id: each for each in found}
        first = by_id.get(self.at.get("of", ""), latest[0])
        second = by_id.get(self.at.get("against", ""), latest[1])
        if first is second:
            second = next(each for each in (*reversed(latest), *found) if each is not first)
        return first, second

    def _look_groups(
        self, found: Sequence[Answers], one: Answers, compared: h.Element, by: h.Element,
        measure: str,
    ) -> h.Node:  # fmt: skip
        ways = groups.ways(one, self.workshop)
        if not ways or not one.ratings:
            lacks = "question with a few answers to choose from, nor a persona with a rule" \
                if one.ratings else "question on a scale"  # fmt: skip
            text = f"'{one.title}' has no {lacks}, so there are no groups to compare."
            return [self._look_which(found, one, compared),
                    parts.card("Compare groups", parts.empty(text), id="analyse-none")]  # fmt: skip
        names = [value for value, _ in ways]
        column = self.at.get("by", "")
        column = column if column in names else groups.likely(one, ways)
        column_field = _select("Groups by", "by", column, ways)
        try:
            split = groups.split(one, self.workshop, column)
        except JourneykitError as error:
            return [self._look_which(found, one, compared, column_field), _said(error)]
        sized = list(split.groups)
        if len(sized) < 2:
            return [self._look_which(found, one, compared, column_field), parts.card(
                "Compare groups", parts.empty("All people gave the same answer; there is one "
                                              "group only."), id="analyse-none")]  # fmt: skip
        first = self.at.get("first", "")
        first = first if first in split.groups else sized[0]
        second = self.at.get("second", "")
        if second not in split.groups or second == first:
            second = next(name for name in sized if name != first)
        choice = self._look_which(
            found, one, compared, column_field, _select("First group", "first", first, sized),
            _select("Second group", "second", second, sized), by,
        )  # fmt: skip
        pairs = one.keep(("pairs", split.key, first, second),
                         lambda: compare.of_groups(one, split, first, second))  # fmt: skip
        label = dict(ways)[column]
        prefix = "" if column.startswith("p") else f"{label} "
        shown = (f"{prefix}{first}", second if column.startswith("p") else f"{prefix}{second}")
        key = ("groups", split.key, first, second, measure)
        return [choice, self._look_compared(one, key, pairs, shown, measure, (), ())]

    def _look_compared(
        self, one: Answers, key: tuple[Any, ...], pairs: list[compare.Pair],
        names: tuple[str, str], measure: str, lone: Sequence[str], notes: Sequence[str],
    ) -> h.Node:  # fmt: skip
        def made() -> tuple[Any, Any]:
            rows = compare.compared(pairs, *names, measure)
            return rows, compare.drawn(rows, self._narrow)

        rows, charts = one.keep((*key, self._narrow), made)
        if one.survey.weight:
            notes = [*notes, f"Answers are weighted by {one.survey.weight}; n counts people, "
                     "intervals and tests use Kish’s effective n."]  # fmt: skip
        return compare.result(rows, charts, measure, lone, notes)

    # ---- one survey --------------------------------------------------------------------------

    def _look_spread(self, found: Sequence[Answers], one: Answers) -> h.Node:
        bars = self.at.get("bars", "")
        bars = bars if bars in tables.BARS else "plain"
        field = _select("Bars", "bars", bars, list(tables.BARS.items()))
        if not one.ratings:
            return [self._look_which(found, one), _no_ratings(one)]
        return [self._look_which(found, one, field), tables.distributions(one, bars)]

    def _look_tables(self, found: Sequence[Answers], one: Answers) -> h.Node:
        if not one.choices:
            return [self._look_which(found, one), parts.card("Tables", parts.empty(
                f"'{one.title}' has no question with a few answers to count."
            ), id="analyse-none")]  # fmt: skip
        across = [(at, q) for at, q in one.choices if q.kind != "multi"]
        rows = one.choice(self.at.get("rows", "")) or one.choices[0][1]
        columns = one.choice(self.at.get("columns", ""))
        share = "row" if self.at.get("share", "") == "row" else "column"
        at = next(str(at) for at, q in one.choices if q is rows)
        two = columns is not None and columns is not rows and columns.kind != "multi"
        fields = [
            _select("Question", "rows", at, named(one, one.choices)),
            _select("By", "columns", self.at.get("columns", "") if two else "",
                    [("", "no second question"), *((value, words) for value, words
                                                   in named(one, across) if value != at)]),
            _select("Shares of the", "share", share, [("column", "columns"), ("row", "rows")])
            if two else None,
        ]  # fmt: skip
        if two and columns is not None:
            shown = tables.crosstab(one, rows, columns, share)
        else:
            shown = tables.frequencies(one, rows)
        return [self._look_which(found, one, *fields), shown]

    def _look_missed(self, found: Sequence[Answers], one: Answers) -> h.Node:
        return [self._look_which(found, one), tables.missing(one)]

    # ---- drivers -----------------------------------------------------------------------------

    def _look_asked_of(self, one: Answers) -> tuple[Rating, list[Rating]]:
        """The outcome and the drivers that are chosen now."""
        outcome = one.rating(self.at.get("outcome", "")) or drivers.outcomes(one)[0]
        if "drivers" not in self.at:
            return outcome, drivers.proposed(one, outcome)
        numbers = self.at["drivers"].split(",")
        chosen = [r for r in one.ratings if str(r.at) in numbers and r.at != outcome.at]
        return outcome, chosen[: drivers.MOST]

    def _look_drivers(self, found: Sequence[Answers], one: Answers) -> h.Node:
        which = self._look_which(found, one)
        if len(one.ratings) < 3:
            return [which, parts.card("Drivers", parts.empty(
                "Drivers need an overall question (as a recommendation) and two ratings that may "
                "go together with it."
            ), id="analyse-none")]  # fmt: skip
        outcome, chosen = self._look_asked_of(one)
        key = drivers.key_of(outcome, chosen)
        done = one.known(key)
        return [
            which, drivers.form(one, outcome, chosen, done),
            drivers.result(one, key, outcome, self.at.get("cross", "")) if done else None,
        ]  # fmt: skip

    @action
    def driver(self, q: int, value: bool) -> None:
        """Take a question in as a driver, or leave it out."""
        one = self._look_one()
        outcome, chosen = self._look_asked_of(one)
        rating = one.rating(str(q))
        if rating is None or rating.at == outcome.at:
            raise Refused("This question is not on the page any more; reload it.")
        numbers = {each.at for each in chosen}
        numbers = numbers | {q} if value else numbers - {q}
        if len(numbers) > drivers.MOST:
            raise Refused(f"At most {drivers.MOST} drivers; take another one out first.")
        self.show(drivers=",".join(map(str, sorted(numbers))) or "none", of=one.source.id)

    @action
    def drive(self) -> Progress:
        """Work out the drivers, telling that it goes on."""
        one = self._look_one()
        outcome, chosen = self._look_asked_of(one)
        yield from drivers.work(one, outcome, chosen)
        return Toast(f"Drivers of '{outcome.label}' are worked out.")

    def _look_one(self) -> Answers:
        one = self._look_of(opened(self.store, self.workshop))
        if one is None:
            raise Refused("There is no survey in this workshop any more.")
        return one

    # ---- Kano --------------------------------------------------------------------------------

    def _look_kano(self, found: Sequence[Answers], one: Answers) -> h.Node:
        pairs = kano.pairs_of(one, self.at.get("pairs", ""))
        return [self._look_which(found, one), kano.shown(one, pairs)]

    @action
    def pair(self, functional: str, dysfunctional: str) -> None:
        """Say which two questions ask about one feature."""
        one = self._look_one()
        made = kano.pairs_of(one, f"{functional}-{dysfunctional}")
        if not made:
            raise Refused("A feature needs two different questions, with it and without it.")
        self._look_pairs(one, (*kano.pairs_of(one, self.at.get("pairs", "")), *made))

    @action
    def unpair(self, functional: int, dysfunctional: int) -> None:
        """Take a pair out."""
        one, gone = self._look_one(), (functional, dysfunctional)
        before = kano.pairs_of(one, self.at.get("pairs", ""))
        self._look_pairs(one, tuple(pair for pair in before if pair != gone))

    def _look_pairs(self, one: Answers, pairs: kano.Pairs) -> None:
        self.show(pairs=kano.written(tuple(dict.fromkeys(pairs))), of=one.source.id)

    # ---- power -------------------------------------------------------------------------------

    @action
    def expect(self, kind: str, name: str, value: str) -> None:
        """Say what is expected, to see how many answers it takes."""
        if name not in power.FIELDS.get(kind, ()):
            raise Refused("This field is not on the page; reload it.")
        self.show(**{f"{kind}_{name}": f"{power.read(kind, name, value):g}"})


def _select(label: str, name: str, value: str, options: Sequence[Any]) -> h.Element:
    return parts.field(label, f"analyse-{name}", value, "look", {"name": name}, kind="select",
                       options=options)  # fmt: skip


def _said(error: JourneykitError) -> h.Element:
    return h.p(".field-error", role="status")[str(error)]


def _apart(first: str, second: str) -> tuple[str, str]:
    """Two names, told apart where they are the same."""
    return (first, second) if first != second else (f"{first} (first)", f"{second} (second)")


def _no_ratings(one: Answers) -> h.Element:
    return parts.card("Distributions", parts.empty(
        f"'{one.title}' has no question on a scale. Choose the kind of a question at its import, "
        "and its answers are drawn here."
    ), id="analyse-none")  # fmt: skip


__all__ = ["PARTS", "Analysing"]
