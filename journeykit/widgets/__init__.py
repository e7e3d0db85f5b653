"""Pages: `page` shows one, under Voilà with the frame, in JupyterLab without."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.store import Store
    from journeykit.widgets.live import Live
    from journeykit.widgets.view import View


def page(name: str, workshop: str = "", store: Store | str | None = None) -> Live:
    """Return the widget of a page; a notebook's last line shows it.

    `workshop` is the id of a workshop; left empty, the address decides, else the workshop
    that was changed last. `store` is a store or its URL; left empty, ``JOURNEYKIT_STORE``
    decides, else the file in the user's data folder.
    """
    from journeykit.widgets import address
    from journeykit.widgets.frame import Frame
    from journeykit.widgets.live import Live

    opened = shared_store(store) if store is None or isinstance(store, str) else store
    served = address.under_voila()
    at = address.current() if served else {}
    if workshop:
        at["workshop"] = workshop
    return Live(Frame(opened, name, at, needs_key=served), framed=served)


def shared_store(url: str | None = None) -> Store:
    """Return the store of a URL, the same one for all pages of a process."""
    from journeykit.store.addresses import resolve

    return _opened(resolve(url).url)


@cache
def _opened(url: str) -> Store:
    from journeykit.store import open_store

    return open_store(url)


def open_view(name: str, store: Store, workshop: str | None = None, **at: str) -> View:
    """Return a page's view without a browser, for tests and scripts."""
    from journeykit.widgets.frame import view_class
    from journeykit.widgets.session import Session

    kind = view_class(name)
    return kind(Session(store, None if kind.free else workshop, "Test"), dict(at))


__all__: list[Any] = ["open_view", "page", "shared_store"]
