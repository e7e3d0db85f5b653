"""The card of a persona as it will be printed, and its downloads (R6)."""

from __future__ import annotations

import base64
import json
from functools import lru_cache

import htpy as h

from journeykit.maps.persona import card_data, persona_card
from journeykit.model import Persona, Workshop
from journeykit.widgets import parts

MIME = {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}


def card(workshop: Workshop, persona: Persona) -> h.Element:
    """Return the preview with the download buttons."""
    return parts.card(
        "Persona card",
        h.p(".lead")["One page for the wall. It says that the name and the picture are fiction."],
        h.div(".scroll.preview", tabindex="0", role="region", aria_label="Preview of the card")[
            h.img(src=_picture(workshop, persona), alt=_alt(persona), width="1052")
        ],
        tools=[
            parts.button(
                name.upper(), "download", {"id": persona.id, "format": name},
                id=f"get-{name}", kind="small", label=f"Download the card as {name.upper()}",
            )
            for name in MIME
        ],
        id="card",
    )  # fmt: skip


def _alt(persona: Persona) -> str:
    return f"The printed card of {persona.name}. Its words are those of the profile."


def _picture(workshop: Workshop, persona: Persona) -> str:
    # Drawn again only when something on it changes, not with every keystroke elsewhere.
    return _drawn(_Key(json.dumps(card_data(workshop, persona)), workshop, persona.id))


class _Key:
    """What is on the card, with the workshop along to draw it from."""

    def __init__(self, shown: str, workshop: Workshop, persona: str) -> None:
        self.shown, self.workshop, self.persona = shown, workshop, persona

    def __hash__(self) -> int:
        return hash(self.shown)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.shown == self.shown


@lru_cache(maxsize=4)
def _drawn(key: _Key) -> str:
    data = persona_card(key.workshop, key.persona, "png", ppi=108)
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


__all__ = ["MIME", "card"]
