"""The addresses under which a server can be reached, and how to hand one to a phone."""

from __future__ import annotations

import io
import socket

#: asked for the way, never for an answer: no packet leaves the machine
_ELSEWHERE = ("10.255.255.255", 1)


def lan_address() -> str | None:
    """Return this machine's address in its local network; None when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if address.startswith("127.") or address == "0.0.0.0" else address


def is_local(host: str) -> bool:
    """Whether an address to listen on is reachable from this machine only.

    >>> is_local("127.0.0.1"), is_local("localhost"), is_local("0.0.0.0")
    (True, True, False)
    """
    return host in ("localhost", "::1") or host.startswith("127.")


def page_address(host: str, port: int) -> str:
    """Return the address of the home page.

    >>> page_address("0.0.0.0", 8866), page_address("::1", 80)
    ('http://127.0.0.1:8866/', 'http://[::1]:80/')
    """
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
    if ":" in reachable and not reachable.startswith("["):
        reachable = f"[{reachable}]"
    return f"http://{reachable}:{port}/"


def qr_in_terminal(address: str) -> str:
    """Return a QR code of an address, drawn with block characters."""
    import segno

    drawing = io.StringIO()
    segno.make(address, error="l").terminal(drawing, compact=True, border=2)
    return drawing.getvalue()
