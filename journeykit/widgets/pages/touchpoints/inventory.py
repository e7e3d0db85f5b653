"""The tab of the inventory: every touchpoint with channel, phase and owner, in one grid."""

from __future__ import annotations

from typing import Any, Literal

import htpy as h

from journeykit import library
from journeykit.edits import Change, removal
from journeykit.errors import Refused
from journeykit.model import Stage, Touchpoint
from journeykit.widgets import parts
from journeykit.widgets.pages.mapview import MapView
from journeykit.widgets.pages.touchpoints import edits
from journeykit.widgets.pages.touchpoints.checks import checks_cards
from journeykit.widgets.pages.touchpoints.details import details_dialog
from journeykit.widgets.view import Toast, action

Field = Literal[
    "name", "stage", "channel", "presence", "phase", "owner", "department", "expectation",
    "expectation_met", "message", "backstage", "support", "duration", "moment_of_truth",
    "moment_reason",
]  # fmt: skip
PRESENCES = [("", "—"), ("online", "online"), ("offline", "offline"), ("both", "both")]
PHASES = [("", "—"), ("pre", "pre"), ("purchase", "purchase"), ("post", "post")]
HEADS = ("Touchpoint", "Stage", "Channel", "Where", "Phase", "Owner", "Department", "")
SHOWN = 8  # hits of the catalogue


class InventoryView(MapView):
    """Draws the inventory and takes what people do in it."""

    def inventory_section(self) -> h.Node:
        """Return the grid, the ways to add, the checks and the open details."""
        journey = self.journey
        stages = self.workshop.stages_of(journey.id) if journey else []
        if not stages:
            return parts.empty(
                "A touchpoint stands in a stage, and there is no stage yet.",
                parts.button(
                    "Make stages", "look", {"name": "view", "value": "stages"}, id="to-stages",
                    kind="primary",
                ),
            )  # fmt: skip
        found = [
            (stage, each)
            for stage in stages
            for each in self.workshop.ordered("touchpoints", stage=stage.id)
        ]
        shown = [pair for pair in found if self._fits(pair[1])]
        opened = self.workshop.touchpoints.get(self.at.get("touchpoint", ""))
        return [
            _adding(self, stages),
            h.section("#inventory.card", aria_labelledby="inventory-title")[
                h.div(".card-head")[
                    h.h2("#inventory-title")[f"{edits.counted(len(found), 'touchpoint')}"],
                    self._filters(stages, found),
                ],
                _grid(stages, shown)
                if shown
                else parts.empty(
                    "No touchpoint fits this filter." if found else "List all of them first.",
                    parts.button("Show all", "inventory_all", id="inventory-all")
                    if found
                    else None,
                ),
                _suggestions(self),
            ],
            checks_cards(self, stages, [each for _, each in found]),
            details_dialog(self.workshop, opened) if opened else None,
        ]

    def _fits(self, each: Touchpoint) -> bool:
        wanted = {"stage": each.stage, "channel": each.channel, "where": each.presence or ""}
        return all(self.at.get(f"f_{name}", "") in ("", own) for name, own in wanted.items())

    def _filters(self, stages: list[Stage], found: list[tuple[Stage, Touchpoint]]) -> h.Element:
        channels = sorted({each.channel for _, each in found if each.channel})
        options: dict[str, tuple[str, list[tuple[str, str]]]] = {
            "f_stage": ("Stage", [("", "all stages"), *((s.id, s.name) for s in stages)]),
            "f_channel": ("Channel", [("", "all channels"), *((c, c) for c in channels)]),
            "f_where": ("Where", [("", "online and offline"), *PRESENCES[1:]]),
        }
        return h.div(".row.filters")[
            (
                parts.field(
                    label, name, self.at.get(name, ""), "look", {"name": name}, kind="select",
                    options=choices, hide_label=True, aria_label=f"Show only this: {label}",
                )
                for name, (label, choices) in options.items()
            )
        ]  # fmt: skip

    # ---- what people do ----------------------------------------------------------------------

    @action
    def inventory_all(self) -> None:
        """Take all filters away."""
        self.show(f_stage=None, f_channel=None, f_where=None)

    @action
    def touchpoint_set(self, id: str, field: Field, value: str | bool) -> None:
        """Change a field of a touchpoint; a known channel says whether it is online."""
        kept: Any = value
        if field == "name":  # one line, also where it was pasted as several
            kept = " ".join(str(value).split())
        if field in ("presence", "phase"):
            kept = value or None
        elif field == "expectation_met":
            kept = {"yes": True, "no": False}.get(str(value))
        changed: dict[str, Any] = {field: kept}
        if field == "channel" and self.workshop.get("touchpoints", id).presence is None:
            known = edits.channels().get(str(value).strip().casefold())
            if known:
                changed["presence"] = known[1]
        if field == "stage":
            there = self.workshop.ordered("touchpoints", stage=str(value))
            self.dispatch(
                *edits.move_touchpoint(self.workshop, id, str(value), len(there)),
                words="moved a touchpoint",
            )
            return
        self.dispatch(Change(collection="touchpoints", id=id, fields=changed))

    @action
    def touchpoint_source(self, id: str, source: str, value: bool) -> None:
        """Say that a source supports a touchpoint, or that it does not."""
        cited = [each for each in self.workshop.get("touchpoints", id).sources if each != source]
        if value:
            cited.append(source)
        self.dispatch(Change(collection="touchpoints", id=id, fields={"sources": cited}))

    @action
    def touchpoint_up(self, id: str) -> None:
        """Move a touchpoint towards the start of the journey."""
        self._shift(id, -1)

    @action
    def touchpoint_down(self, id: str) -> None:
        """Move a touchpoint towards the end of the journey."""
        self._shift(id, 1)

    def _shift(self, id: str, step: int) -> None:
        """One place on; past the end of its stage, into the next one."""
        own = self.workshop.get("touchpoints", id)
        order = [each.id for each in self.workshop.ordered("touchpoints", stage=own.stage)]
        index = order.index(id) + step
        stage = own.stage
        if not 0 <= index < len(order):
            journey = self.workshop.stages[own.stage].journey
            stages = [each.id for each in self.workshop.stages_of(journey)]
            at = stages.index(own.stage) + step
            if not 0 <= at < len(stages):
                raise Refused(f"'{own.name}' stands at the end of the journey already.")
            stage = stages[at]
            index = 0 if step > 0 else len(self.workshop.ordered("touchpoints", stage=stage))
        self.dispatch(
            *edits.move_touchpoint(self.workshop, id, stage, index), words=f"moved '{own.name}'"
        )

    @action
    def touchpoint_drop(self, id: str, dragged: str, before: str = "") -> None:
        """Put a dragged touchpoint where another one stands."""
        if dragged not in self.workshop.touchpoints:
            raise Refused("Only touchpoints can be dropped here.")
        onto = self.workshop.get("touchpoints", id)
        order = [each.id for each in self.workshop.ordered("touchpoints", stage=onto.stage)]
        self.dispatch(
            *edits.move_touchpoint(self.workshop, dragged, onto.stage, order.index(id)),
            words=f"moved '{self.workshop.touchpoints[dragged].name}'",
        )

    @action
    def touchpoint_duplicate(self, id: str) -> None:
        """Put a copy of a touchpoint behind it."""
        self.dispatch(edits.duplicate(self.workshop, id))

    @action
    def touchpoint_remove(self, id: str) -> Toast:
        """Remove a touchpoint with its cards, ratings and links."""
        name = self.workshop.get("touchpoints", id).name
        self.dispatch(removal(self.workshop, "touchpoints", id))
        if self.at.get("touchpoint") == id:
            self.show(touchpoint=None)
        return Toast(f"'{name}' is removed.", button="Undo", do="@undo")

    @action
    def touchpoint_details(self, id: str = "") -> None:
        """Open the details of a touchpoint; without an id close them."""
        self.show(touchpoint=id or None)

    @action
    def touchpoint_add(self, key: str) -> None:
        """Add a touchpoint of the catalogue to the chosen stage."""
        self.dispatch(edits.from_catalogue(self.workshop, self._target(), key))

    @action
    def touchpoints_add(self, text: str) -> None:
        """Add one touchpoint a line to the chosen stage."""
        self.dispatch(edits.several(self.workshop, self._target(), text))

    def target(self) -> str:
        """The stage that takes what is added: the chosen one, else the first empty one."""
        stages = self.workshop.stages_of(self.needed().id)
        chosen = self.at.get("into", "")
        if chosen in {stage.id for stage in stages}:
            return chosen
        filled = {each.stage for each in self.workshop.touchpoints.values()}
        empty = [stage for stage in stages if stage.id not in filled]
        if not stages:
            raise Refused("The journey has no stage yet; make one first.")
        return (empty or stages)[0].id

    def _target(self) -> str:
        stage = self.target()
        self.show(into=stage)  # what is added next goes to the same place
        return stage


def _adding(view: InventoryView, stages: list[Stage]) -> h.Element:
    """The card with the ways to add: search in the catalogue, or one a line."""
    into = view.target()
    name = view.workshop.stages[into].name
    return parts.card(
        "Add touchpoints",
        h.div(".adding")[
            h.div[
                parts.field(
                    "To the stage", "into", into, "look", {"name": "into"}, kind="select",
                    options=[(stage.id, stage.name) for stage in stages],
                ),
                parts.field(
                    "Search the catalogue", "find", view.at.get("find", ""), "look",
                    {"name": "find"}, placeholder="checkout, phone, campus …",
                    help="Online, offline, and what students meet.",
                ),
                _hits(view, name),
            ],
            h.form("#several", data_submit="touchpoints_add", data_reset=True)[
                h.div(".field")[
                    h.label(for_="several-text")["Or write several, one a line"],
                    h.textarea(
                        "#several-text", name="text", rows=6,
                        placeholder="Asks a colleague; word of mouth\nReads the rules; website",
                        aria_describedby="several-help",
                    ),
                    h.small("#several-help")["A channel may follow after a semicolon."],
                ],
                h.button("#several-add", type="submit")[f"Add to {name}"],
            ],
        ],
        id="add-touchpoints",
    )  # fmt: skip


def _hits(view: InventoryView, stage: str) -> h.Node:
    entries = library.catalogue("touchpoints").entries
    words = view.at.get("find", "").casefold().split()
    if not words:
        return None
    hits = [
        entry
        for entry in entries
        if all(
            word in f"{entry.title} {entry.channel} {entry.detail} {entry.audience}".casefold()
            for word in words
        )
    ]
    if not hits:
        return h.p("#hits")["Nothing in the catalogue; write it on the right in your own words."]
    return h.ul("#hits.hits", aria_label="Found in the catalogue")[
        (
            h.li(id=f"hit-{entry.key}")[
                h.div[h.strong[entry.title], h.small[f" {entry.channel} · {entry.detail}"]],
                parts.button(
                    "Add", "touchpoint_add", {"key": entry.key}, id=f"add-{entry.key}",
                    kind="small", label=f"Add {entry.title} to {stage}",
                ),
            ]
            for entry in hits[:SHOWN]
        ),
        h.li[h.small[f"and {len(hits) - SHOWN} more; another word narrows it down"]]
        if len(hits) > SHOWN
        else None,
    ]  # fmt: skip


def _grid(stages: list[Stage], shown: list[tuple[Stage, Touchpoint]]) -> h.Element:
    options = [(stage.id, stage.name) for stage in stages]
    return h.div(".scroll", tabindex="0", role="region", aria_label="Inventory of touchpoints")[
        h.table(".plain.inventory")[
            h.caption(".hidden")["Touchpoints in the order of the journey"],
            h.thead[
                h.tr[(h.th(scope="col")[head or h.span(".hidden")["Tools"]] for head in HEADS)]
            ],
            h.tbody[(_row(each, options) for _, each in shown)],
        ]
    ]


def _row(each: Touchpoint, stages: list[tuple[str, str]]) -> h.Element:
    def cell(name: Field, label: str, control: str = "text", options: Any = ()) -> h.Element:
        given: dict[str, Any] = {
            "id": f"{name}-{each.id}", "data_change": "touchpoint_set",
            "data_args": parts.args(id=each.id, field=name), "aria_label": f"{label}: {each.name}",
        }  # fmt: skip
        value = str(getattr(each, name) or "")
        if control == "select":
            return h.td(data_label=label)[
                h.select(**given)[
                    (h.option(value=v, selected=v == value)[words] for v, words in options)
                ]
            ]
        return h.td(data_label=label)[
            h.input(value=value, list=f"{name}-words", autocomplete="off", maxlength="300", **given)
        ]

    return h.tr(id=f"tp-{each.id}", data_drop="touchpoint_drop", data_args=parts.args(id=each.id))[
        h.th(scope="row")[
            h.div(".tp-name")[
                h.span(
                    ".handle", draggable="true", data_drag=each.id, aria_hidden="true",
                    title="Drag to another place",
                )["⠿"],
                h.textarea(
                    id=f"name-{each.id}", rows=-(-len(each.name) // 26),
                    data_change="touchpoint_set",
                    data_args=parts.args(id=each.id, field="name"), aria_label="Touchpoint",
                    data_keys='{"Alt+ArrowUp":"touchpoint_up","Alt+ArrowDown":"touchpoint_down"}',
                )[each.name],
                h.span(".star", role="img", aria_label="moment of truth")["★"]
                if each.moment_of_truth
                else None,
            ],
        ],
        cell("stage", "Stage", "select", stages),
        cell("channel", "Channel"),
        cell("presence", "Where", "select", PRESENCES),
        cell("phase", "Phase", "select", PHASES),
        cell("owner", "Owner"),
        cell("department", "Department"),
        h.td(".row-tools")[_row_tools(each)],
    ]  # fmt: skip


def _row_tools(each: Touchpoint) -> h.Node:
    given = {"id": each.id}
    missing = each.moment_of_truth and not each.moment_reason
    return h.div(".tools-line")[
        parts.button(
            "Details !" if missing else "Details", "touchpoint_details", given,
            id=f"open-{each.id}", kind="small", label=f"Details of {each.name}",
        ),
        parts.button(
            "Copy", "touchpoint_duplicate", given, id=f"dup-{each.id}", kind="small ghost",
            label=f"Duplicate {each.name}",
        ),
        parts.icon_button(
            "×", f"Remove {each.name}", "touchpoint_remove", given, id=f"rm-{each.id}"
        ),
    ]  # fmt: skip


def _suggestions(view: InventoryView) -> h.Node:
    """One list of words per column, shared by all its rows."""
    every = view.workshop.touchpoints.values()
    words = {
        "channel": [entry.title for entry in library.catalogue("channels").entries],
        "owner": sorted(
            {each.owner for each in every if each.owner} | set(view.workshop.about.team)
        ),
        "department": sorted({each.department for each in every if each.department}),
    }
    own = {each.channel for each in every if each.channel} - set(words["channel"])
    words["channel"] = sorted(own) + words["channel"]
    return [
        h.datalist(id=f"{name}-words")[(h.option(value=word) for word in listed)]
        for name, listed in words.items()
    ]
