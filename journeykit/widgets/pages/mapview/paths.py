"""Loops and branches of the map, to be added and changed (R140)."""

from __future__ import annotations

from typing import Literal

import htpy as h

from journeykit.edits import Change, Put, next_rank, removal
from journeykit.errors import Refused
from journeykit.maps.grid import Grid
from journeykit.model import Path, Workshop, new_id
from journeykit.widgets import parts
from journeykit.widgets.view import Toast, View, action

KINDS = (("loop", "Loop back"), ("branch", "Branch"))


class PathsView(View):
    """What people do to loops and branches."""

    @action
    def path_add(self, start: str, end: str, kind: Literal["loop", "branch"], title: str) -> None:
        """Add a loop or a branch between two touchpoints."""
        if not start or not end:
            raise Refused("Choose the touchpoint where it starts and the one where it ends.")
        rank = next_rank(self.workshop.ordered("paths"))
        path = {"id": new_id(), "start": start, "end": end, "kind": kind, "title": title,
                "rank": rank}  # fmt: skip
        self.dispatch(Put(collection="paths", entity=path))

    @action
    def path_set(
        self, id: str, field: Literal["start", "end", "kind", "title"], value: str
    ) -> None:
        """Change a loop or a branch."""
        self.dispatch(Change(collection="paths", id=id, fields={field: value}))

    @action
    def path_remove(self, id: str) -> Toast:
        """Take a loop or a branch away."""
        self.dispatch(removal(self.workshop, "paths", id))
        return Toast("The path is removed.", button="Undo", do="@undo")


def paths_card(workshop: Workshop, plan: Grid) -> h.Element:
    """Return the list of the journey's paths and a line to add one."""
    options = [
        (column.touchpoint.id, f"{column.stage.name}: {column.touchpoint.name}")
        for column in plan.columns
        if column.touchpoint
    ]
    return parts.card(
        "Loops and branches",
        h.p[h.small["Where customers go back, skip something or take another way."]],
        h.ul(".paths")[(_line(path, options) for path in plan.paths)] if plan.paths else None,
        _new(options) if len(options) > 1 else h.p["Two touchpoints are needed for a path."],
        id="paths",
    )


def _line(path: Path, options: list[tuple[str, str]]) -> h.Element:
    def field(label: str, name: str, kind: str, choices: list[tuple[str, str]]) -> h.Element:
        return parts.field(
            label, f"path-{name}-{path.id}", getattr(path, name), "path_set",
            {"id": path.id, "field": name}, kind=kind, options=choices,
        )  # fmt: skip

    return h.li(".path", id=f"path-{path.id}")[
        field("Kind", "kind", "select", list(KINDS)),
        field("From", "start", "select", options),
        field("To", "end", "select", options),
        field("Words on it", "title", "text", []),
        parts.icon_button(
            "×", f"Remove: {path.title or path.kind}", "path_remove", {"id": path.id},
            id=f"path-x-{path.id}",
        ),
    ]  # fmt: skip


def _new(options: list[tuple[str, str]]) -> h.Element:
    def select(label: str, name: str, choices: list[tuple[str, str]], empty: bool) -> h.Element:
        return h.div(".field")[
            h.div(".label")[h.label(for_=f"new-path-{name}")[label]],
            h.select(id=f"new-path-{name}", name=name)[
                h.option(value="")["choose"] if empty else None,
                (h.option(value=value)[words] for value, words in choices),
            ],
        ]

    return h.form("#new-path.path", data_submit="path_add", data_reset=True)[
        select("New", "kind", list(KINDS), False),
        select("From", "start", options, True),
        select("To", "end", options, True),
        h.div(".field")[
            h.div(".label")[h.label(for_="new-path-title")["Words on it"]],
            h.input("#new-path-title", name="title", maxlength="300", autocomplete="off"),
        ],
        h.button("#new-path-add", type="submit")["Add"],
    ]
