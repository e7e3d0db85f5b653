"""Where a visitor is: which page, which workshop, with which key.

The address of a page carries the workshop and the key; the store carries the rest. Under
Voilà the kernel finds the address in its environment.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

#: page -> its notebook, in the order of the steps
NOTEBOOKS = {
    "home": "home.ipynb",
    "start": "00_start.ipynb",
    "personas": "01_personas.ipynb",
    "touchpoints": "02_touchpoints.ipynb",
    "survey": "03_survey.ipynb",
    "emotions": "04_emotions.ipynb",
    "improve": "05_improve.ipynb",
    "measure": "06_measure.ipynb",
    "report": "07_report.ipynb",
    "room": "room.ipynb",
    "wall": "wall.ipynb",
    "join": "join.ipynb",
}
#: page -> its title; the steps in order
STEPS = {
    "start": "Start", "personas": "Personas", "touchpoints": "Touchpoints", "survey": "Survey",
    "emotions": "Emotions", "improve": "Improve", "measure": "Measure", "report": "Report",
}  # fmt: skip
#: the pages of a workshop in a room: the facilitator's, the projector's, everybody else's
ROOM = {"room": "Room", "wall": "Wall", "join": "Join"}
PAGES = {"home": "Home"} | STEPS | ROOM
#: what stays in the address from step to step; the rest belongs to one page
KEPT = ("key", "code", "workshop")


def under_voila(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether this kernel serves a page of Voilà."""
    return environ.get("SERVER_SOFTWARE", "").startswith("voila")


def current(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the address's query as a mapping.

    >>> current({"QUERY_STRING": "workshop=a1&view=map"})
    {'workshop': 'a1', 'view': 'map'}
    """
    return dict(parse_qsl(environ.get("QUERY_STRING", "")))


def query(at: Mapping[str, str]) -> str:
    """Return a mapping as the query of an address, key and workshop first."""
    first = {name: at[name] for name in KEPT if at.get(name)}
    return urlencode(first | {k: v for k, v in at.items() if k not in KEPT and v})


def split(to: str) -> tuple[str, dict[str, str]]:
    """Split ``"touchpoints?view=map"`` into the page and its own state."""
    page, _, rest = to.partition("?")
    return page, dict(parse_qsl(rest))


def page_of(notebook: str) -> str:
    """Return the page that a notebook shows, ``"home"`` for one that is not ours."""
    return next((page for page, name in NOTEBOOKS.items() if name == notebook), "home")
