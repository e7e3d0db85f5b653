"""Pages to print: the persona cards, the roadmap, and the actions of each owner (PDF)."""

from __future__ import annotations

from journeykit.errors import Refused
from journeykit.exchange.drawing import left_out
from journeykit.exchange.losses import Loss
from journeykit.model import Workshop


def encode(workshop: Workshop, suffix: str) -> tuple[bytes, list[Loss]]:
    """Return ``.personas.pdf``, ``.roadmap.pdf`` or ``.actions.pdf``."""
    if suffix == ".personas.pdf":
        return _personas(workshop), left_out(
            workshop, ("personas", "sources"), "persona cards hold personas and their sources"
        )
    from journeykit.maps.roadmap import action_sheets, roadmap

    make = roadmap if suffix == ".roadmap.pdf" else action_sheets
    data = make(workshop)
    losses = left_out(workshop, ("actions",), "these pages hold what will be done")
    if dropped := sum(action.status == "dropped" for action in workshop.actions.values()):
        losses.append(Loss("actions", f"{dropped} that were dropped", "nobody will do them"))
    return data, losses


def _personas(workshop: Workshop) -> bytes:
    from journeykit.maps.persona import persona_cards

    if not workshop.personas:
        raise Refused(f"'{workshop.title}' has no persona yet, so there is no card to print.")
    return persona_cards(workshop, [persona.id for persona in workshop.ordered("personas")])


__all__ = ["encode"]
