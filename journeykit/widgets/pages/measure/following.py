"""KPIs that follow the workshop's own data: made by one click, kept up to date by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.edits import Put, next_rank
from journeykit.errors import Refused
from journeykit.model import Kpi, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices, typed
from journeykit.widgets.pages.measure.base import MeasureView
from journeykit.widgets.pages.measure.words import amount
from journeykit.widgets.view import Toast, action

if TYPE_CHECKING:
    from journeykit.measuring import Signal

#: kind of a signal -> what it is called beside its place
SHORT = {"nps": "NPS", "csat": "satisfied", "ces": "found it easy", "mean": "mean", "metric": ""}


class FollowView(MeasureView):
    """The part of the page that takes values from sources."""

    @action
    def make_kpi(self, key: str) -> Toast:
        """Make a KPI of a question or a metric, with all its values."""
        from journeykit.measuring import filling, kpi_of

        signal = self._signal(key)
        if any(signal.fits(kpi) for kpi in self.workshop.kpis.values()):
            raise Refused(f"A KPI follows '{choices.short(signal.label, 60)}' already.")
        rank = next_rank(self.workshop.ordered("kpis"))
        kpi = kpi_of(signal, name_of(self.workshop, signal)).model_copy(update={"rank": rank})
        made = filling(self.workshop, [kpi], [signal])
        self.dispatch(Put.of(kpi), *made.edits, words=f"made the KPI '{kpi.name}' of own data")
        self.show(open=kpi.id)
        return self._undoable(f"Made '{kpi.name}': {made.words} Set a target.")

    @action
    def follow(self, id: str, value: str) -> Toast | None:
        """Say which question or metric fills a KPI, or that none does; take its values."""
        from journeykit.measuring import filling

        kpi: Kpi = self.workshop.get("kpis", id)
        if not value:
            self.dispatch(*typed.changes(kpi, follows=""))
            return None
        signal = self._signal(value)
        fields = {"follows": signal.label[:300], "kind": signal.kind, "unit": signal.unit or
                  kpi.unit, "touchpoint": signal.touchpoint, "stage": signal.stage}  # fmt: skip
        then = kpi.model_copy(update=fields)
        made = filling(self.workshop, [then], [signal])
        edits = [*typed.changes(kpi, **fields), *made.edits]
        self.dispatch(*edits, words=f"filled the KPI '{kpi.name}' from own data")
        return self._undoable(f"'{kpi.name}': {made.words}")

    @action
    def refresh(self) -> Toast:
        """Bring every KPI up to date that follows the workshop's own data."""
        from journeykit.measuring import filling

        made = filling(self.workshop, self.workshop.ordered("kpis"), self.signals())
        self.dispatch(*made.edits, words="brought KPIs up to date from own data")
        return self._undoable(made.words) if made.edits else Toast(f"Up to date: {made.words}")

    def _signal(self, key: str) -> Signal:
        found = next((each for each in self.signals() if each.key == key), None)
        if found is None:
            raise Refused("This question or metric is not in the workshop any more; reload.")
        return found


def name_of(workshop: Workshop, signal: Signal) -> str:
    """Return a name for the KPI of a signal: where, and what."""
    at = choices.place(workshop, signal.touchpoint, signal.stage).rpartition(" · ")[2]
    what = signal.label if signal.kind == "metric" else SHORT[signal.kind]
    return f"{at}: {what}" if at else ("NPS" if signal.kind == "nps" else signal.label)


def own_card(view: FollowView) -> h.Node:
    """Return what the workshop's own data could fill, and the button that does."""
    if not view.has_data():
        return None
    follow = sum(bool(kpi.follows) for kpi in view.workshop.kpis.values())
    count = {0: "No KPI follows", 1: "1 KPI follows"}.get(follow, f"{follow} KPIs follow")
    shown = bool(view.at.get("own"))
    look = {"name": "own", "value": "" if shown else "yes"}
    tools = [
        parts.button("Bring up to date", "refresh", id="own-refresh") if follow else None,
        parts.button("Close" if shown else "Show questions and metrics", "look", look,
                     id="own-more", aria_expanded="true" if shown else "false"),
    ]  # fmt: skip
    return parts.card(
        "From your own data",
        h.p[
            f"{count} a question or a metric of this workshop's sources. A new wave adds its value "
            "when you bring them up to date; nothing is added twice."
        ],
        _offers(view) if shown else None,
        id="own",
        tools=tools,
    )


def _offers(view: FollowView) -> h.Node:
    workshop, kpis = view.workshop, list(view.workshop.kpis.values())
    free = [s for s in view.signals() if s.kind != "mean" and not any(s.fits(kpi) for kpi in kpis)]
    if not free:
        return h.p[
            "No question and no metric is left. Link questions to touchpoints on the Survey step, "
            "or import numbers there."
        ]
    return parts.table(
        ["Where", "What", "Newest value", "Values", ""],
        (_offer(workshop, each) for each in free),
        caption="Questions and metrics that are no KPI yet",
    )


def _offer(workshop: Workshop, signal: Signal) -> list[h.Node]:
    last = signal.values[-1] if signal.values else None
    name = name_of(workshop, signal)
    return [
        choices.place(workshop, signal.touchpoint, signal.stage) or "The whole journey",
        [
            h.b[SHORT[signal.kind] or signal.label],
            None if signal.kind == "metric" else h.small[f" · {choices.short(signal.label, 110)}"],
        ],
        [
            amount(last.value, signal.unit),
            h.small[f" {amount(last.low)} to {amount(last.high)}"]
            if last.low is not None and last.high is not None
            else h.small[" no interval"],
            h.small[f" · n {last.n:,}"] if last.n is not None else None,
        ]
        if last
        else h.small[" ".join(signal.unshown) or "not shown"],
        str(len(signal.values)),
        parts.button("Make a KPI", "make_kpi", {"key": signal.key}, id=f"own-{signal.key}",
                     kind="small", label=f"Make a KPI: {name}")
        if last
        else None,
    ]  # fmt: skip


def follow_field(view: FollowView, kpi: Kpi) -> h.Node:
    """Return the choice of what fills a KPI, those of its own place first."""
    if not view.has_data():
        return None
    if not (kpi.follows or view.at.get("own")):  # reading all answers takes a moment
        return parts.button("Fill it from your own data", "look", {"name": "own", "value": "yes"},
                            id=f"k-{kpi.id}-own", kind="small")  # fmt: skip
    found = view.signals()
    here = (kpi.touchpoint, None if kpi.touchpoint else kpi.stage)
    found = sorted(found, key=lambda s: (s.touchpoint, s.stage) != here)
    now = next((s.key for s in found if s.fits(kpi)), "")
    options = [("", "Nothing: values are typed or calculated")]
    options += [(s.key, _told(view.workshop, s)) for s in found]
    more: dict[str, Any] = {}
    if kpi.follows and not now:
        more["help"] = f"It followed “{choices.short(kpi.follows, 80)}”, which is not there now."
    return parts.field(
        "Filled from your own data", f"k-{kpi.id}-follows", now, "follow", {"id": kpi.id},
        kind="select", options=options, **more,
    )  # fmt: skip


def _told(workshop: Workshop, signal: Signal) -> str:
    what = f"{SHORT[signal.kind]}: {signal.label}" if SHORT[signal.kind] else signal.label
    at = choices.place(workshop, signal.touchpoint, signal.stage)
    return choices.short(f"{at} · {what}" if at else what, 110)


__all__ = ["FollowView", "follow_field", "name_of", "own_card"]
