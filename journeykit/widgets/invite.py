"""How others come in: a link and a code for participants, a link with all rights for colleagues."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import htpy as h
from markupsafe import Markup

from journeykit.serving.address import is_local, lan_address
from journeykit.widgets import address, crowd

if TYPE_CHECKING:
    from journeykit.widgets.frame import Frame


def server() -> tuple[str, bool]:
    """Return where this server is reached, and whether other machines reach it."""
    host = os.environ.get("JOURNEYKIT_HOST", os.environ.get("SERVER_NAME", "127.0.0.1"))
    port = os.environ.get("JOURNEYKIT_PORT", os.environ.get("SERVER_PORT", "8866"))
    shared = not is_local(host)
    if host in ("0.0.0.0", "::"):
        host = lan_address() or ""
        shared = bool(host)
    return f"http://{host or '127.0.0.1'}:{port}", shared


def join_link(code: str) -> tuple[str, bool]:
    """Return the participants' link, and whether phones can open it."""
    url, shared = server()
    return f"{url}/join?code={code}", shared


def picture(url: str, label: str = "QR code of the link") -> h.Element:
    """Return the code to scan, black on white in either color scheme."""
    import segno

    made = segno.make(url, error="m")
    # without a size of its own it fills the place that a page gives it
    drawn = made.svg_inline(border=2, dark="#1c2430", light="#fff", omitsize=True)
    return h.div(".qr", role="img", aria_label=label)[Markup(drawn)]


def invitation(frame: Frame) -> h.Renderable:
    """Return the sheet behind *Invite*: participants first, colleagues below."""
    assert frame.view is not None and frame.view.session.id is not None
    workshop = frame.view.workshop
    code = frame.store.room_code(workshop.id)
    url, shared = join_link(code)
    return h.fragment[
        crowd.line(frame.company.turned),
        h.h2["Participants"],
        h.p[
            "They scan or type this, need no account, and can do only what the open activity asks."
            if workshop.about.room == "open"
            else "The room is closed: they can come in when you open it on the page Room."
        ],
        [picture(url), h.p(".link")[h.code[url]]]
        if shared
        else h.p[
            "Only this computer can open the page now. Start with ",
            h.code["journeykit serve --lan"],
            " to let phones in.",
        ],
        h.p["Code: ", h.strong(".code")[code]],
        h.button("#copy-join", type="button", data_copy=url)["Copy the participants' link"],
        _colleagues(frame),
    ]


def _colleagues(frame: Frame) -> h.Renderable:
    kept = {name: frame.at.get(name, "") for name in address.KEPT}
    if not kept["key"]:
        return h.fragment[None]  # who came with a code has no key to hand on
    url = f"{server()[0]}/voila/render/{address.NOTEBOOKS[frame.page]}?{address.query(kept)}"
    return h.fragment[
        h.h2["Colleagues"],
        h.p["Whoever has this link can change everything, here and in every other workshop."],
        h.button("#copy-link", type="button", data_copy=url)["Copy the facilitator's link"],
    ]
