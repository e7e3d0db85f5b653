"""The frame around every page: header, steps, why and how, exit check, Back and Next.

A `Frame` is one visitor: it holds the session, the view that is shown, and the address. It
answers the frame's own messages (``@goto``, ``@undo`` …) and hands all others to the view.
"""

from __future__ import annotations

import re
import time
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import htpy as h
from markupsafe import Markup

from journeykit.errors import JourneykitError, Missing, Refused
from journeykit.widgets import address, around, parts
from journeykit.widgets.address import PAGES, STEPS
from journeykit.widgets.session import Session
from journeykit.widgets.view import Go, Toast, View

if TYPE_CHECKING:
    from journeykit.store import Store


@cache
def view_class(page: str) -> type[View]:
    """Return the class of a page's view, importing its module when it is first shown."""
    if page not in PAGES:
        raise Missing(f"There is no page '{page}'.")
    module = import_module(f"journeykit.widgets.pages.{page}")
    found: type[View] = getattr(module, page.capitalize())
    return found


@cache
def prose(page: str) -> Markup:
    """Return the notebook's own words as HTML: the same text that JupyterLab shows."""
    import json

    import mistune

    from journeykit import library

    path = library.folder("notebooks") / address.NOTEBOOKS[page]
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    text = re.sub(r"^# .*\n", "", text)
    # The page has one h1 already; the prose begins below it.
    text = re.sub(r"^(#+) ", r"#\1 ", text, flags=re.MULTILINE)
    return Markup(mistune.html(text))


class Frame:
    """One visitor: who it is, where it is, what it sees."""

    def __init__(
        self, store: Store, page: str, at: dict[str, str], *, needs_key: bool = False
    ) -> None:
        self.store = store
        self.page = page
        self.at = at
        self.visitor = ""
        self.name = ""
        self.narrow = False
        self.open: dict[str, bool] = {}
        self.trouble: str = ""
        self.locked = needs_key and not store.check_key(at.get("key", ""))
        self.view: View | None = None
        self._replace = True
        if not self.locked:
            self._enter(page, at)

    # ---- where -------------------------------------------------------------------------

    def _enter(self, page: str, at: dict[str, str]) -> None:
        kind = view_class(page)
        self.page, self.trouble = page, ""
        try:
            self.view = kind(self._session(kind, at), at)
        except JourneykitError as error:
            self.view, self.trouble = None, str(error)
        else:
            self.view.ui |= {"narrow": self.narrow, "visitor": self.visitor}
        self.at = self.view.at if self.view else at

    def _session(self, kind: type[View], at: dict[str, str]) -> Session:
        if kind.free:
            return Session(self.store, None, self.name)
        if not at.get("workshop"):
            cards = self.store.workshops()
            if not cards:
                raise Missing("There is no workshop yet. Make one on Home, or open an example.")
            at["workshop"] = cards[0].id
        if self.view and self.view.session.id == at["workshop"]:
            self.view.session.refresh()
            return self.view.session
        return Session(self.store, at["workshop"], self.name)

    def goto(self, to: str) -> None:
        """Show another page; key and workshop stay unless `to` names others."""
        page, own = address.split(to)
        kept = {name: self.at[name] for name in address.KEPT if self.at.get(name)}
        self._replace = False
        self._enter(page if page in PAGES else "home", kept | own)
        self.here()

    def address(self) -> dict[str, Any]:
        """Return where the browser should say that it is."""
        here = {
            "notebook": address.NOTEBOOKS[self.page],
            "query": address.query(self.at),
            "replace": self._replace,
        }
        self._replace = True
        return here

    # ---- what is asked ---------------------------------------------------------------------

    def call(self, name: str, args: dict[str, Any]) -> Any:
        """Answer one message of the browser."""
        if name == "@hello":
            return self._hello(args)
        if name == "@key":
            return self._key(str(args.get("key", "")))
        if self.locked:
            raise Refused("Open this page from the facilitator's link.")
        if name.startswith("@"):
            return self._own(name[1:], args)
        if self.view is None:
            raise Refused(self.trouble)
        return self.view.call(name, args)

    def _own(self, name: str, args: dict[str, Any]) -> Any:
        match name:
            case "goto":
                return Go(str(args.get("to", "home")))
            case "go":
                page = address.page_of(str(args.get("notebook", "")))
                return Go(f"{page}?{args.get('query', '')}")
            case "undo" | "redo":
                return self._back(name, args.get("seq"))
            case "name":
                self._rename(str(args.get("value", ""))[:60].strip())
            case "open":
                self.open[str(args.get("what", ""))[:40]] = args.get("open") is True
            case _:
                raise Refused("This page has no such action; reload it.")
        return None

    def _hello(self, args: dict[str, Any]) -> None:
        self.visitor = str(args.get("visitor", ""))[:80]
        self.narrow = args.get("narrow") is True
        if self.view:
            self.view.ui |= {"narrow": self.narrow, "visitor": self.visitor}
        self._rename(str(args.get("name", ""))[:60])

    def _rename(self, name: str) -> None:
        self.name = name
        if self.view:
            self.view.session.author = name
        self.here()

    def _key(self, key: str) -> None:
        time.sleep(0.5)  # guessing stays slow
        if not self.store.check_key(key):
            raise Refused("That is not this store's key. It is in the link that serve printed.")
        self.locked = False
        self._enter(self.page, self.at | {"key": key})

    def _back(self, way: str, seq: Any) -> Toast:
        if self.view is None or self.view.session.id is None:
            raise Refused("There is nothing to undo here.")
        session = self.view.session
        words = (
            session.undo(seq if isinstance(seq, int) else None) if way == "undo" else session.redo()
        )
        other = "redo" if way == "undo" else "undo"
        return Toast(f"{words[:1].upper()}{words[1:]}.", button=other.capitalize(), do=f"@{other}")

    # ---- others ---------------------------------------------------------------------------

    def here(self) -> None:
        """Tell the others that this visitor is on this page."""
        if self.visitor and self.view and self.view.session.id:
            self.store.here(self.view.session.id, self.visitor, self.name, self.page)

    def refresh(self) -> bool:
        """Fold in what others did; return whether the page has to be drawn again."""
        if self.view is None:
            return False
        return self.view.session.refresh() or self.view.session.id is None

    # ---- what is seen -----------------------------------------------------------------------

    def html(self, *, framed: bool) -> str:
        """Return the page as HTML, with the frame or, in JupyterLab, without."""
        if self.locked:
            content: Any = self._lock()
        elif self.view is None:
            content = self._trouble()
        elif not framed:
            content = [self.view.render(), self._exit_check(), around.cell_bar(self)]
        else:
            content = [around.header(self), around.rail(self), self._main(), around.footer(self)]
        return "".join(h.fragment[content].iter_chunks())

    def sorry(self, reference: str) -> str:
        """Return what is shown when a page cannot be drawn."""
        return str(
            h.main(".alone")[
                h.h1["This page cannot be shown"],
                h.p["Nothing is lost: everything that was saved is in the store."],
                h.p[f"Error {reference}. Undo the last change, or go back to Home and try again."],
                parts.button("Undo the last change", "@undo", id="sorry-undo"),
                " ",
                h.a(".button", data_go="home", href="home.ipynb")["Home"],
            ]
        )

    def _lock(self) -> h.Renderable:
        return h.main(".alone")[
            h.h1["This page needs its key"],
            h.p["Open it from the link that the facilitator has, or paste the key here."],
            h.form("#key-form", data_submit="@key")[
                h.div(".field")[
                    h.label(for_="key")["Key"],
                    h.input("#key", name="key", autocomplete="off", required=True),
                ],
                h.button(".primary", type="submit")["Open"],
            ],
        ]

    def _trouble(self) -> h.Renderable:
        return h.main(".alone")[
            h.h1["Nothing to show here"],
            h.p[self.trouble],
            around.link(self, "home", ".button.primary")["Go to Home"],
        ]

    def _main(self) -> h.Renderable:
        assert self.view is not None
        return h.main("#main", class_=f"page-{self.page}")[
            h.div(".title")[h.h1[self.view.title], h.p[self.view.subtitle()]],
            None if self.view.session.id is None else self._why(),
            self.view.render(),
            self._exit_check(),
        ]

    def _why(self) -> h.Renderable:
        return h.details(
            "#why.why", data_toggle="@open", data_args=parts.args(what=f"why-{self.page}")
        )[
            h.summary["Why and how"],
            h.div(".prose")[prose(self.page) if self.open.get(f"why-{self.page}") else None],
        ]

    def _exit_check(self) -> h.Renderable:
        view = self.view
        if view is None or view.session.id is None or not view.step:
            return h.fragment[None]
        return around.exit_check(view)


__all__ = ["PAGES", "STEPS", "Frame", "view_class"]
