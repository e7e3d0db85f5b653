"""The map that can be changed in place: any page that inherits `MapView` can show it.

Cards are added, written, moved and removed where they stand, as a table with the curve on
top or as an outline; both are drawn from the same cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import htpy as h
from markupsafe import Markup

from journeykit.edits import Change
from journeykit.errors import Refused
from journeykit.maps.curve import curve
from journeykit.maps.grid import FIELD_ROWS, Grid, grid
from journeykit.maps.points import Point, Sizes
from journeykit.maps.table import card as card_html
from journeykit.maps.table import table
from journeykit.maps.words import paths, signed
from journeykit.model import LANES, Id, Journey, Line, new_id
from journeykit.room.clock import silent
from journeykit.widgets import parts
from journeykit.widgets.pages.mapview import moves
from journeykit.widgets.pages.mapview.cells import HINT, KEYS, Cells, Editing, outline
from journeykit.widgets.pages.mapview.moves import Place
from journeykit.widgets.pages.mapview.paper import PaperView, download_sheet
from journeykit.widgets.pages.mapview.paths import PathsView, paths_card
from journeykit.widgets.pages.telling import told
from journeykit.widgets.view import Go, Toast, action

if TYPE_CHECKING:
    from journeykit.curves import Curves

#: rows of the map that are no lanes of the journey; which are shown stands in the address
EXTRA_ROWS = {**FIELD_ROWS, "delight": "Delight", "whole": "A row for whole stages"}


Empty = Literal[""]


class MapView(PathsView, PaperView):
    """What a page needs to show the map and to take what people do to it."""

    # ---- what is known ---------------------------------------------------------------------

    @property
    def journey(self) -> Journey | None:
        """The journey that is shown: the one in the address, else the first current one."""
        named = self.workshop.journeys.get(self.at.get("journey", ""))
        return named or self.workshop.current_journey()

    def needed(self) -> Journey:
        """The journey that is shown; `Refused` where there is none."""
        if (found := self.journey) is None:
            raise Refused("There is no journey yet; make one first.")
        return found

    def points(self) -> list[Point]:
        """The points of the curve: customers, and the team unless its round is still silent."""
        if (journey := self.journey) is None:
            return []
        team = not silent(self.workshop)
        return list(self._curves().of(self.workshop, journey.id, team=team))

    def guide(self, plan: Grid) -> list[str]:
        """What the curve says, in plain sentences, and the loops of the map."""
        team = not silent(self.workshop)
        told = self._curves().guide(self.workshop, plan.journey.id, team=team)
        return [*told, *paths(plan)]

    def _curves(self) -> Curves:
        from journeykit.curves import Curves

        kept: Curves = self.ui.setdefault("curves", Curves(self.store))
        return kept

    def plan(self) -> Grid:
        """The layout of the journey with the rows that were chosen."""
        extra = self._extra()
        return grid(
            self.workshop,
            self.needed().id,
            fields=[name for name in extra if name in FIELD_ROWS],
            findings=("pain", "opportunity", "delight") if "delight" in extra else None,
        )

    def _extra(self) -> list[str]:
        return [name for name in self.at.get("rows", "").split(",") if name in EXTRA_ROWS]

    def _editing(self) -> Editing:
        kept = self.ui.get("editing")
        return kept if isinstance(kept, Editing) else Editing()

    def as_outline(self) -> bool:
        """Whether the outline is shown: when asked for, and first on a narrow screen."""
        chosen = self.at.get("form")
        return chosen == "outline" if chosen else bool(self.ui.get("narrow"))

    # ---- what is seen ----------------------------------------------------------------------

    def map_section(self) -> h.Node:
        """Return the card of the map, its tray, and the loops and branches."""
        if self.journey is None:
            return parts.empty(
                "There is no journey yet.",
                parts.button("New journey", "journey_new", id="journey-new", kind="primary"),
            )
        plan = self.plan()
        if not plan.columns:
            return parts.empty(
                "This journey has no stage yet. Stages come first, then touchpoints.",
                parts.button(
                    "Make stages", "look", {"name": "view", "value": "stages"}, id="to-stages",
                    kind="primary",
                ),
            )  # fmt: skip
        points = self.points()
        return [
            h.section("#map-card.card", aria_labelledby="map-title")[
                h.div(".card-head")[h.h2("#map-title")[plan.title], self._tools()],
                self._legend(plan, points),
                h.p("#map-hint.hidden")[HINT],
                self._drawn(plan, points),
                self._guide(plan) if points else None,
            ],
            self._tray(plan),
            paths_card(self.workshop, plan),
        ]

    def _guide(self, plan: Grid) -> h.Element:
        return h.div("#map-words.map-words")[
            h.h3["What the curve says"], told(self.guide(plan), "map-told")
        ]

    def _drawn(self, plan: Grid, points: list[Point]) -> Markup:
        names = {column.key: column.stage.name for column in plan.columns}
        names |= {band.stage.id: band.stage.name for band in plan.bands}
        names |= {c.touchpoint.id: c.touchpoint.name for c in plan.columns if c.touchpoint}
        cells = Cells(self._editing(), whole="whole" in self._extra(), names=names)
        if self.as_outline():
            return outline(plan, cells, _felt(points))
        narrow = bool(self.ui.get("narrow"))
        sizes = Sizes(label=96, column=136) if narrow else Sizes.fitting(len(plan.columns))
        drawn = curve(plan, points, sizes, words=" ".join(self.guide(plan)))
        return table(plan, drawn, hooks=cells, sizes=sizes)

    def _legend(self, plan: Grid, points: list[Point]) -> h.Node:
        shown = [p for p in points if p.shown and p.value is not None]
        # the table says it itself
        mark = plan.mark if self.as_outline() else ""
        assumed = h.strong("#map-assumed.assumptions")[mark] if mark else None
        if not shown:
            return h.div("#map-legend.legend")[
                h.span(".k")[
                    "The curve appears once the team has rated (Emotions) "
                    "or answers are linked (Survey)."
                ],
                assumed,
            ]
        people = max((p.n for p in shown if p.source == "team"), default=0)
        said = any(p.source == "survey" for p in shown)
        return h.div("#map-legend.legend")[
            h.span(".k.cust")["● customers, 95 % interval"] if said else None,
            h.span(".k.team")[f"○ team guess, {people} {'person' if people == 1 else 'people'}"]
            if people
            else None,
            h.span(".k")["◆ customers' comments"]
            if any(p.source == "text" for p in shown)
            else None,
            h.span(".k")["a gap in the line = fewer than 5 answers"] if said else None,
            assumed,
        ]

    def _tools(self) -> h.Element:
        form = "outline" if self.as_outline() else "table"
        return h.div(".row.map-tools")[
            h.span(".row.forms", role="group", aria_label="Form of the map")[
                (
                    parts.button(
                        words, "look", {"name": "form", "value": name}, id=f"form-{name}",
                        kind="ghost", aria_pressed="true" if name == form else "false",
                    )
                    for name, words in (("table", "Table"), ("outline", "Outline"))
                )
            ],
            h.a(
                "#map-compare.button", href="05_improve.ipynb",
                data_go=f"improve?view=ideal&ideal={self.needed().id}",
            )["Compare with now"]
            if self.needed().state == "ideal"
            else None,
            self._rows_chooser(),
            download_sheet(self),
        ]  # fmt: skip

    def _rows_chooser(self) -> h.Element:
        chosen = set(self.needed().lanes)
        return h.details("#map-rows.pop")[
            h.summary(".button")["Rows"],
            h.div(".sheet")[
                h.fieldset[
                    h.legend["Lanes of this journey"],
                    (_tick("lane", key, title, key in chosen) for key, title in LANES.items()),
                ],
                h.fieldset[
                    h.legend["More rows, for this view"],
                    (
                        _tick("extra", key, title, key in self._extra())
                        for key, title in EXTRA_ROWS.items()
                    ),
                ],
            ],
        ]

    def _tray(self, plan: Grid) -> h.Node:
        if not plan.loose:
            return None
        return parts.card(
            "Not on the map yet",
            h.p[h.small["Drag a card to its place, or press Alt with an arrow key."]],
            h.ul(".tray")[
                (
                    h.li[
                        h.div(
                            ".words",
                            id=f"c-loose-{each.id}",
                            role="button",
                            tabindex="0",
                            draggable="true",
                            data_drag=each.id,
                            data_do="map_right",
                            data_args=parts.args(row="", column="", id=each.id),
                            data_keys=KEYS,
                            aria_label=f"Put on the map: {each.text}",
                        )[Markup(card_html(each)), h.small[_kind(each.kind)]]
                    ]
                    for each in plan.loose
                )
            ],
            id="map-tray",
        )

    # ---- cards -------------------------------------------------------------------------------

    @action
    def map_new(self, row: Line, column: Id) -> None:
        """Open a new card in a cell."""
        moves.spot(self.workshop, column)
        self.ui["editing"] = Editing(new_id(), row, column, fresh=True)

    @action
    def map_edit(self, id: Id, row: Line, column: Id | Empty) -> None:
        """Open a card for writing."""
        if row:
            self.ui["editing"] = Editing(id, row, column)

    @action
    def map_write(self, id: Id, row: Line, column: Id | Empty, value: str) -> None:
        """Keep what was typed into a card."""
        author = self.session.author
        edit = moves.write(self.workshop, id, Place(row, column), value, author)
        if edit is not None:
            self.dispatch(edit)

    @action
    def map_next(self, id: Id, row: Line, column: Id | Empty) -> None:
        """Enter: after a new card the next one, after an old one back to the map."""
        written = self._editing()
        self.map_done(id, row, column)
        exists = id in self.workshop.notes or id in self.workshop.findings
        if written.fresh and written.id == id and exists:
            self.map_new(row, column)

    @action
    def map_done(self, id: Id, row: Line, column: Id | Empty) -> None:
        """Close the card that is open; the focus goes back to it."""
        self.ui["editing"] = Editing(moved=id, turn=self._editing().turn + 1)

    @action
    def map_remove(self, id: Id, row: Line, column: Id | Empty) -> Toast:
        """Take a card away."""
        edit = moves.take_away(self.workshop, id)
        self.dispatch(edit)
        self.ui["editing"] = Editing()
        return Toast("The card is removed.", button="Undo", do="@undo")

    @action
    def map_drop(self, row: str, column: str, dragged: str, before: str = "") -> Toast | None:
        """Put a dragged card down."""
        return self._put(dragged, Place(row, column), before)

    def _put(self, id: str, place: Place, before: str) -> Toast | None:
        was_note = id in self.workshop.notes
        edits, words = moves.drop(self.workshop, id, place, before)
        self.dispatch(*edits, words=words)
        self.ui["editing"] = Editing(moved=id, turn=self._editing().turn + 1)
        if was_note and id not in self.workshop.notes:
            return Toast(words.capitalize() + ".", button="Undo", do="@undo")
        return None

    def _step(self, id: str, direction: moves.Direction) -> Toast | None:
        place, before = moves.neighbor(self.plan(), id, direction)
        return self._put(id, place, before)

    @action
    def map_left(self, id: Id, row: Line, column: Id | Empty) -> Toast | None:
        """Move a card one column to the left."""
        return self._step(id, "left")

    @action
    def map_right(self, id: Id, row: Line, column: Id | Empty) -> Toast | None:
        """Move a card one column to the right."""
        return self._step(id, "right")

    @action
    def map_up(self, id: Id, row: Line, column: Id | Empty) -> Toast | None:
        """Move a card up, in its cell or to the row above."""
        return self._step(id, "up")

    @action
    def map_down(self, id: Id, row: Line, column: Id | Empty) -> Toast | None:
        """Move a card down, in its cell or to the row below."""
        return self._step(id, "down")

    # ---- the whole ------------------------------------------------------------------------------

    @action
    def map_lane(self, key: str, value: bool) -> None:
        """Show or hide a lane of the journey; its cards stay."""
        journey = self.needed()
        wanted = {*journey.lanes, key} if value else set(journey.lanes) - {key}
        lanes = [lane for lane in LANES if lane in wanted]
        self.dispatch(Change(collection="journeys", id=journey.id, fields={"lanes": lanes}))

    @action
    def map_extra(self, key: str, value: bool) -> None:
        """Show or hide one of the other rows."""
        extra = [name for name in self._extra() if name != key] + ([key] if value else [])
        self.show(rows=",".join(extra))

    @action
    def map_touchpoint(self, id: str) -> Go:
        """Show the details of a touchpoint."""
        return Go(f"touchpoints?view=inventory&touchpoint={id}&journey={self.needed().id}")

    @action
    def map_stage(self, id: str) -> Go:
        """Show the details of a stage."""
        return Go(f"touchpoints?view=stages&stage={id}&journey={self.needed().id}")


def _tick(kind: str, key: str, title: str, on: bool) -> h.Element:
    return h.div(".field.check")[
        h.input(
            id=f"{kind}-{key}", type="checkbox", checked=on, data_change=f"map_{kind}",
            data_args=parts.args(key=key),
        ),
        h.label(for_=f"{kind}-{key}")[title],
    ]  # fmt: skip


def _kind(kind: str) -> str:
    return LANES.get(kind, kind.replace("_", " "))


def _felt(points: list[Point]) -> dict[str, str]:
    """The emotion of each touchpoint in a line."""
    said: dict[str, list[str]] = {}
    for point in points:
        if point.shown and point.value is not None:
            who = {"survey": "customers", "text": "comments"}.get(point.source, "team")
            said.setdefault(point.touchpoint, []).append(
                f"{who} {signed(point.value)}, n {point.n}"
            )
    return {id: f"Emotion: {'; '.join(lines)}" for id, lines in said.items()}
