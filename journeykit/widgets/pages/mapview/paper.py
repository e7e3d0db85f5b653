"""The map as a file: on which paper, which way, and which stages begin a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import htpy as h

from journeykit.errors import Refused
from journeykit.maps.sheets import SHEETS, Size
from journeykit.model import Id
from journeykit.widgets import parts
from journeykit.widgets.view import Download, View, action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeykit.maps.grid import Grid
    from journeykit.maps.points import Point

MIME = {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}
#: how the pages of a PDF are cut
CUTS = {"": "Next page where one is full", "each": "A page for each stage",
        "own": "Choose where pages begin"}  # fmt: skip
WAYS = {"": "Landscape", "upright": "Portrait"}


@dataclass(frozen=True)
class Printing:
    """What a person chose for the PDF; `begins` are stages that begin a page."""

    size: Size = ""
    way: str = ""
    cut: str = ""
    begins: frozenset[str] = frozenset()

    def breaks(self, plan: Grid) -> frozenset[str]:
        """The stages of this map that begin a page."""
        here = [band.stage.id for band in plan.bands[1:]]
        if self.cut == "each":
            return frozenset(here)
        return self.begins & set(here) if self.cut == "own" else frozenset()


class PaperView(View):
    """What a page needs to give the map away as a file."""

    @property
    def printing(self) -> Printing:
        """What is chosen; kept for as long as the page is open."""
        kept: Printing = self.ui.get("printing", Printing())
        return kept

    def plan(self) -> Grid:
        """The layout of the map that is shown."""
        raise NotImplementedError  # MapView knows it

    def points(self) -> Sequence[Point]:
        """The points of its curve."""
        raise NotImplementedError

    @action
    def map_print(self, name: Literal["size", "way", "cut"], value: str) -> None:
        """Choose the paper, which way it lies, or how pages are cut."""
        known = {"size": ("", *SHEETS), "way": tuple(WAYS), "cut": tuple(CUTS)}[name]
        if value not in known:
            raise Refused(f"Print: '{value[:40]}' is none of {', '.join(filter(None, known))}.")
        changed: dict[str, Any] = {name: value}
        self.ui["printing"] = replace(self.printing, **changed)

    @action
    def map_begin(self, stage: Id, value: bool) -> None:
        """Let a stage begin a page, or not."""
        begins = self.printing.begins
        self.ui["printing"] = replace(
            self.printing, begins=begins | {stage} if value else begins - {stage}
        )

    @action
    def map_download(self, format: Literal["pdf", "svg", "png"]) -> Download:
        """Return the map as a file, with the rows that are shown."""
        from journeykit.maps.paper import file_name, paper

        plan, chosen = self.plan(), self.printing
        if format != "pdf":
            data = paper(self.workshop, plan, format, points=self.points())
            return Download(file_name(plan, format), data, MIME[format])
        data = paper(
            self.workshop, plan, "pdf", points=self.points(), size=chosen.size,
            upright=chosen.way == "upright", breaks=chosen.breaks(plan),
        )  # fmt: skip
        name = file_name(plan, "pdf")
        if chosen.size:
            name = name.removesuffix("pdf") + f"{chosen.size}.pdf"
        return Download(name, data, MIME["pdf"])


def download_sheet(view: PaperView) -> h.Element:
    """Return the button "Download" with what it offers."""
    chosen = view.printing
    sizes = [
        ("", "A4 or A3"),
        *((name, name.upper()) for name in SHEETS),
    ]
    return h.details("#map-download.pop")[
        h.summary(".button")["Download"],
        h.div(".sheet")[
            h.fieldset[
                h.legend["To print (PDF)"],
                h.div(".print-choices")[
                    _choice("Paper", "size", chosen.size, sizes),
                    _choice("Orientation", "way", chosen.way, list(WAYS.items())),
                    _choice("Pages", "cut", chosen.cut, list(CUTS.items())),
                ],
                _begins(view.plan(), chosen) if chosen.cut == "own" else None,
                parts.row(
                    parts.button("Save PDF", "map_download", {"format": "pdf"}, id="get-pdf",
                                 kind="primary"),
                ),
                h.small["Nothing is cut: what a sheet cannot hold goes on on the next one. On a "
                        "sheet with room to spare the letters grow."],
            ],
            h.fieldset[
                h.legend["For slides and whiteboards"],
                parts.row(
                    parts.button("Save SVG", "map_download", {"format": "svg"}, id="get-svg"),
                    parts.button("Save PNG", "map_download", {"format": "png"}, id="get-png"),
                ),
                h.small["One picture with the rows that are shown. More formats stand on the "
                        "Report page."],
            ],
        ],
    ]  # fmt: skip


def _choice(label: str, name: str, now: str, options: list[tuple[str, str]]) -> h.Element:
    return parts.field(label, f"print-{name}", now, "map_print", {"name": name}, kind="select",
                       options=options)  # fmt: skip


def _begins(plan: Grid, chosen: Printing) -> h.Element:
    """The stages that may begin a page; the first one does anyway."""
    return h.fieldset("#print-begins")[
        h.legend["A new page begins with"],
        (
            parts.field(
                band.stage.name, f"begin-{band.stage.id}", band.stage.id in chosen.begins,
                "map_begin", {"stage": band.stage.id}, kind="check",
            )
            for band in plan.bands[1:]
        ),
    ]  # fmt: skip


__all__ = ["PaperView", "download_sheet"]
