"""The sheet that brings colleagues in: a link, and a code to scan when others can reach it."""

from __future__ import annotations

import os

import htpy as h
from markupsafe import Markup

from journeykit.serving.address import is_local, lan_address
from journeykit.widgets import address


def link(at: dict[str, str], notebook: str) -> tuple[str, bool]:
    """Return the link to this page and whether other machines can open it."""
    host = os.environ.get("JOURNEYKIT_HOST", os.environ.get("SERVER_NAME", "127.0.0.1"))
    port = os.environ.get("JOURNEYKIT_PORT", os.environ.get("SERVER_PORT", "8866"))
    shared = not is_local(host)
    if host in ("0.0.0.0", "::"):
        host = lan_address() or ""
        shared = bool(host)
    kept = address.query({name: at.get(name, "") for name in address.KEPT})
    return f"http://{host or '127.0.0.1'}:{port}/voila/render/{notebook}?{kept}", shared


def invitation(at: dict[str, str], notebook: str) -> h.Renderable:
    """Return the link to this workshop, with its code when the kit serves the network."""
    import segno

    url, shared = link(at, notebook)
    picture = segno.make(url, error="m").svg_inline(scale=4, border=2, dark="#1c2430", light="#fff")
    return h.fragment[
        h.h2["Invite colleagues"],
        h.p["Whoever has this link works on this workshop with you; every change can be undone."]
        if shared
        else h.p[
            "Only this computer can open the page now. Start with ",
            h.code["journeykit serve --lan"],
            " to let others in.",
        ],
        h.div(".qr", role="img", aria_label="QR code of the link")[Markup(picture)]
        if shared
        else None,
        h.p(".link")[h.code["…" + url[url.index("/voila") :] if not shared else url]],
        h.button("#copy-link", type="button", data_copy=url)["Copy link"],
    ]
