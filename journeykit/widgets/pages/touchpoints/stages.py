"""The tab of stages: named in the customer's words, ordered, split, merged, with their goals."""

from __future__ import annotations

import json
from typing import Any, Literal

import htpy as h

from journeykit import library
from journeykit.edits import Change, place, removal
from journeykit.errors import Refused
from journeykit.model import Journey, Stage
from journeykit.widgets import parts
from journeykit.widgets.pages.mapview import MapView
from journeykit.widgets.pages.touchpoints import edits
from journeykit.widgets.view import Toast, action

Field = Literal[
    "name", "goal", "check_question", "information_needs", "target_emotion", "target_valence",
    "acceptance",
]  # fmt: skip
VALENCES = [
    ("", "not said"), ("2", "+2 delighted"), ("1.5", "+1.5"), ("1", "+1 content"), ("0.5", "+0.5"),
    ("0", "0 neutral"), ("-0.5", "−0.5"), ("-1", "−1 annoyed"), ("-1.5", "−1.5"),
    ("-2", "−2 furious"),
]  # fmt: skip
KEYS = json.dumps({"Alt+ArrowUp": "stage_up", "Alt+ArrowDown": "stage_down"})


class StagesView(MapView):
    """Draws the tab of stages and takes what people do on it."""

    def stages_section(self) -> h.Node:
        """Return the stages of the journey, or the templates to begin with."""
        journey = self.journey
        if journey is None:
            return parts.empty(
                "A journey belongs to one persona and goes from a first to a last moment.",
                parts.button("New journey", "journey_new", id="journey-new", kind="primary"),
            )
        stages = self.workshop.stages_of(journey.id)
        return [
            self._stage_list(journey, stages) if stages else self._templates(),
            parts.card(
                "Add a stage",
                h.form("#new-stage.row", data_submit="stage_add", data_reset=True)[
                    h.label(".hidden", for_="new-stage-name")["Name of the new stage"],
                    h.input(
                        "#new-stage-name", name="name", maxlength="300", autocomplete="off",
                        placeholder="What the customer goes through, e.g. Waiting for the parcel",
                    ),
                    h.button("#new-stage-add.primary", type="submit")["Add stage"],
                ],
                id="add-stage",
            ),
        ]  # fmt: skip

    def _templates(self) -> h.Node:
        return parts.card(
            "Begin with a set of stages",
            h.p["Every stage can be renamed, split, merged and removed later."],
            h.ul(".templates")[
                (
                    h.li(id=f"tpl-{one.name}")[
                        h.div[
                            h.strong[one.title],
                            h.small[" → ".join(stage.name for stage in one.stages)],
                        ],
                        h.div(".row")[
                            parts.button(
                                "Stages only", "stages_from", {"template": one.name, "all": False},
                                id=f"tpl-stages-{one.name}", label=f"Stages of {one.title} only",
                            ),
                            parts.button(
                                "With touchpoints", "stages_from",
                                {"template": one.name, "all": True}, id=f"tpl-all-{one.name}",
                                label=f"Stages and touchpoints of {one.title}",
                            ),
                        ],
                    ]
                    for one in library.journeys()
                )
            ],
            id="stage-templates",
        )  # fmt: skip

    def _stage_list(self, journey: Journey, stages: list[Stage]) -> h.Element:
        points: dict[str, list[Any]] = {}
        for each in self.workshop.ordered("touchpoints"):
            points.setdefault(each.stage, []).append(each)
        return h.ol("#stages.stages", aria_label="Stages, first to last")[
            (
                self._stage(journey, stages, number, points.get(stage.id, []))
                for number, stage in enumerate(stages)
            )
        ]

    def _stage(self, journey: Journey, stages: list[Stage], number: int, points: list) -> h.Element:
        stage = stages[number]
        open_now = self.at.get("stage") == stage.id
        return h.li(
            class_="card stage-card", id=f"stage-{stage.id}", data_drop="stage_drop",
            data_args=parts.args(index=number),
        )[
            h.div(".stage-head", data_keys=KEYS, data_args=parts.args(id=stage.id))[
                h.span(
                    ".handle", draggable="true", data_drag=stage.id, aria_hidden="true",
                    title="Drag to another place",
                )[f"⠿ {number + 1}"],
                parts.field(
                    f"Name of stage {number + 1}", f"stage-name-{stage.id}", stage.name,
                    "stage_set", {"id": stage.id, "field": "name"}, hide_label=True, required=True,
                ),
                self._stage_tools(stages, number, points),
            ],
            h.p(".stage-sum")[_summary(stage, points)],
            self._splitting(stage, points) if self.ui.get("splitting") == stage.id else None,
            h.details(id=f"stage-more-{stage.id}", open=open_now)[
                h.summary["Goal, check question, needs, target emotion"],
                self._stage_fields(journey, stage),
            ],
        ]  # fmt: skip

    def _stage_tools(self, stages: list[Stage], number: int, points: list) -> h.Element:
        stage = stages[number]
        last = number == len(stages) - 1
        given = {"id": stage.id}
        return h.div(".row.stage-tools")[
            parts.icon_button(
                "↑", f"Move {stage.name} up", "stage_up", given, id=f"up-{stage.id}",
                disabled=number == 0,
            ),
            parts.icon_button(
                "↓", f"Move {stage.name} down", "stage_down", given, id=f"down-{stage.id}",
                disabled=last,
            ),
            parts.button(
                "Split", "stage_splitting", given, id=f"split-{stage.id}", kind="ghost small",
                label=f"Split {stage.name} into two", disabled=len(points) < 2,
            ),
            parts.button(
                "Merge with next", "stage_merge", given, id=f"merge-{stage.id}",
                kind="ghost small", disabled=last,
                label=f"Merge {stage.name} with {stages[number + 1].name}" if not last else "",
            ),
            parts.button(
                "Delete", "stage_remove", given, id=f"del-{stage.id}", kind="ghost small",
                label=f"Delete {stage.name}", confirm=edits.what_goes(self.workshop, stage.id),
                confirm_label="Delete",
            ),
        ]  # fmt: skip

    def _splitting(self, stage: Stage, points: list) -> h.Element:
        return h.form(
            ".row.splitting", data_submit="stage_split", data_args=parts.args(id=stage.id)
        )[
            h.div(".field")[
                h.label(for_=f"split-first-{stage.id}")["The new stage begins with"],
                h.select(id=f"split-first-{stage.id}", name="first", data_autofocus=True)[
                    (h.option(value=each.id)[each.name] for each in points[1:])
                ],
            ],
            h.div(".field")[
                h.label(for_=f"split-name-{stage.id}")["Its name"],
                h.input(id=f"split-name-{stage.id}", name="name", maxlength="300"),
            ],
            h.button(".primary", type="submit", id=f"split-do-{stage.id}")["Split"],
            parts.button("Cancel", "stage_splitting", {"id": ""}, id=f"split-no-{stage.id}"),
        ]

    def _stage_fields(self, journey: Journey, stage: Stage) -> h.Element:
        def field(name: str, label: str, **more: Any) -> h.Element:
            return parts.field(
                label, f"stage-{name}-{stage.id}", getattr(stage, name), "stage_set",
                {"id": stage.id, "field": name}, **more,
            )  # fmt: skip

        words = [entry.title for entry in library.catalogue("emotions").entries]
        return h.div(".fields")[
            field("goal", "Goal", kind="area", rows=2, help="What is true after this stage?"),
            field(
                "check_question", "Check question", kind="area", rows=2,
                help="A question whose answer shows whether the goal is met.",
            ),
            field(
                "information_needs", "What customers want to know", kind="lines", rows=3,
                help="One need a line.",
            ),
            h.div[
                field("target_emotion", "Target emotion", suggestions=words),
                field("target_valence", "How strong", kind="select", options=VALENCES),
            ],
            field(
                "acceptance", "Acceptance criteria", kind="lines", rows=3,
                help="When is the ideal reached? One criterion a line.",
            )
            if journey.state == "ideal"
            else None,
        ]  # fmt: skip

    # ---- what people do ----------------------------------------------------------------------

    @action
    def stages_from(self, template: str, all: bool) -> None:
        """Take the stages of a template into an empty journey."""
        journey = self.needed()
        if self.workshop.stages_of(journey.id):
            raise Refused("The journey has stages already; a set is only for an empty one.")
        self.dispatch(edits.from_template(self.workshop, journey.id, template, all=all))

    @action
    def stage_add(self, name: str) -> None:
        """Add a stage at the end."""
        if not name.strip():
            raise Refused("Give the stage a name, in the customer's words.")
        self.dispatch(edits.add_stage(self.workshop, self.needed().id, name))

    @action
    def stage_set(self, id: str, field: Field, value: str) -> None:
        """Change a field of a stage."""
        kept: Any = value
        if field in ("information_needs", "acceptance"):
            kept = parts.lines(value)
        elif field == "target_valence":
            kept = float(value) if value else None
        self.dispatch(Change(collection="stages", id=id, fields={field: kept}))

    def _stage_to(self, id: str, index: int) -> None:
        siblings = self.workshop.stages_of(self.workshop.get("stages", id).journey)
        self.dispatch(place(self.workshop, "stages", id, siblings, index))

    def _stage_index(self, id: str) -> int:
        siblings = self.workshop.stages_of(self.workshop.get("stages", id).journey)
        return [each.id for each in siblings].index(id)

    @action
    def stage_up(self, id: str) -> None:
        """Move a stage one place to the front."""
        self._stage_to(id, max(0, self._stage_index(id) - 1))

    @action
    def stage_down(self, id: str) -> None:
        """Move a stage one place to the back."""
        self._stage_to(id, self._stage_index(id) + 1)

    @action
    def stage_drop(self, index: int, dragged: str, before: str = "") -> None:
        """Put a dragged stage where another one stands."""
        if dragged not in self.workshop.stages:
            raise Refused("Only stages can be dropped here.")
        self._stage_to(dragged, index)

    @action
    def stage_splitting(self, id: str) -> None:
        """Ask where a stage is to be split; an empty id asks no more."""
        self.ui["splitting"] = id

    @action
    def stage_split(self, id: str, first: str, name: str) -> None:
        """Split a stage into two."""
        self.dispatch(edits.split(self.workshop, id, first, name.strip()))
        self.ui["splitting"] = ""

    @action
    def stage_merge(self, id: str) -> Toast:
        """Join a stage with the next one."""
        batch = edits.merge(self.workshop, id)
        self.dispatch(batch)
        return Toast(f"{batch.words.capitalize()}.", button="Undo", do="@undo")

    @action
    def stage_remove(self, id: str) -> Toast:
        """Delete a stage with everything that hangs on it."""
        name = self.workshop.get("stages", id).name
        self.dispatch(removal(self.workshop, "stages", id))
        return Toast(f"The stage '{name}' is deleted.", button="Undo", do="@undo")


def _summary(stage: Stage, points: list) -> list[h.Node]:
    said = [
        words
        for field, words in (("goal", "goal"), ("check_question", "check question"),
                             ("information_needs", "needs"), ("target_emotion", "target emotion"))
        if not getattr(stage, field)
    ]  # fmt: skip
    count = edits.counted(len(points), "touchpoint")
    return [
        h.span(class_="warn" if not points else None)[
            count if points else "! no touchpoint yet", ": " if points else None
        ],
        ", ".join(each.name for each in points),
        h.small[f" · still without {', '.join(said)}"] if said else None,
    ]
