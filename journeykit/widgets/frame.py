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

from journeykit import room
from journeykit.errors import Denied, JourneykitError, Missing, Refused
from journeykit.widgets import address, around, parts
from journeykit.widgets.address import PAGES, STEPS
from journeykit.widgets.beside import beside
from journeykit.widgets.company import Company
from journeykit.widgets.session import Session
from journeykit.widgets.view import Go, Toast, View
from journeykit.widgets.writing import Writing

if TYPE_CHECKING:
    from journeykit.edits import Edit
    from journeykit.model import Workshop
    from journeykit.store import Store

#: pages without header, steps and footer: on phones and on the projector
BARE = ("join", "wall")


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
    """One visitor: who it is, where it is, what it sees.

    The facilitator's key opens every page. A participants' code opens the join page of one
    workshop; there, somebody whom the facilitator made one more facilitator sees the other
    pages of that workshop too.
    """

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
        self.view: View | None = None
        #: the one workshop of a visitor who came with a code
        self.bound: str | None = None
        self._wanted = page
        self._wrong = 0
        self._known = ("", "", "")
        self._replace = True
        self.company = Company(store)
        self.writing = Writing(self)
        self.locked = needs_key and not self._opens(at)
        if not self.locked:
            self._enter(page, at)

    # ---- who ---------------------------------------------------------------------------

    def _opens(self, at: dict[str, str]) -> bool:
        """Whether the address has the key, or the code of a workshop."""
        if self.store.check_key(at.get("key", "")):
            return True
        self.bound = self.store.workshop_of_code(at["code"]) if at.get("code") else None
        return self.bound is not None

    @property
    def me(self) -> str:
        """The id of this visitor as a participant; empty until the browser has said hello."""
        workshop = self.at.get("workshop") or self.bound
        if not self.visitor or not workshop:
            return ""
        if self._known[:2] != (workshop, self.visitor):  # asked at every drawing, read once
            known = self.store.person(workshop, self.visitor)
            self._known = (workshop, self.visitor, known)
        return self._known[2]

    def leads(self, workshop: Workshop | None = None) -> bool:
        """Whether this visitor may do everything in this workshop."""
        if self.bound is None:
            return not self.locked
        known = workshop or (self.view.workshop if self.view and self.view.session.id else None)
        person = known.participants.get(self.me) if known else None
        return person is not None and person.role == "facilitator" and person.admitted

    def _guard(self, workshop: Workshop, edit: Edit | None) -> None:
        """Raise `Denied` for what this visitor may not do; no edit stands for taking back."""
        if self.leads(workshop):
            return
        if edit is None:
            raise Denied("Only the facilitator takes back what others did.")
        room.check(workshop, self.me, edit)

    # ---- where -------------------------------------------------------------------------

    def _enter(self, page: str, at: dict[str, str]) -> None:
        if self.bound:
            at["workshop"] = self.bound
            page = page if page != "home" and self.leads() else "join"
        kind = view_class(page)
        self.page, self.trouble = page, ""
        try:
            self.view = kind(self._session(kind, at), at)
        except JourneykitError as error:
            self.view, self.trouble = None, str(error)
        self.at = self.view.at if self.view else at
        self._tell()

    def _tell(self) -> None:
        if self.view:
            told = {"narrow": self.narrow, "visitor": self.me, "leads": self.leads()}
            self.view.ui |= told | {"name": self.name, "writing": self.company.by_thing(),
                     "turned": self.company.turned}  # fmt: skip

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
        guard = self._guard if self.bound else None
        return Session(self.store, at["workshop"], self.name, guard)

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

    def call(self, name: str, args: dict[str, Any], typed: Any = None) -> Any:
        """Answer one message of the browser; ``typed`` says of a text what it replaces."""
        self.writing.outcome = ""
        if name == "@hello":
            return self._hello(args)
        if name in ("@key", "@code"):
            return self._unlock(name[1:], str(args.get("value", "")))
        if self.locked:
            raise Refused("Open this page from the facilitator's link.")
        self._stay()
        if name.startswith("@"):
            return self._own(name[1:], args)
        if self.view is None:
            raise Refused(self.trouble)
        if typed is not None and self.view.session.id:
            return self.writing.call(name, args, typed)
        return self.view.call(name, args)

    def _stay(self) -> None:
        """Somebody who is no facilitator any more is back on the join page."""
        if self.bound and self.page != "join" and not self.leads():
            self._enter("join", self.at)
            raise Denied("You are not a facilitator of this room any more.")

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
            case "at":
                self.writing.at(str(args.get("field", "")), str(args.get("thing", "")))
            case "choose":
                return self.writing.choose(str(args.get("field")), str(args.get("take")))
            case "open":
                self.open[str(args.get("what", ""))[:40]] = args.get("open") is True
            case _:
                raise Refused("This page has no such action; reload it.")
        return None

    def _hello(self, args: dict[str, Any]) -> None:
        # one page is one person: a script that is somebody else each time would fill the room
        self.visitor = self.visitor or str(args.get("visitor", ""))[:80]
        self.narrow = args.get("narrow") is True
        self._tell()
        self._rename(str(args.get("name", ""))[:60])
        if self.bound and self._wanted != self.page and self.leads():
            self._enter(self._wanted, self.at)

    def _rename(self, name: str) -> None:
        self.name = name
        if self.view:
            self.view.session.author = name
            self.view.ui["name"] = name
        self.here()

    def _unlock(self, kind: str, value: str) -> None:
        # each wrong one makes the next wait longer: guessing stays slow
        time.sleep(min(0.5 * 2**self._wrong, 8))
        if not self.locked or not self._opens({kind: value.strip()}):
            self._wrong += 1
            raise Refused(
                "That is not this store's key. It is in the link that serve printed."
                if kind == "key"
                else "No room has this code. It stands on the wall, under the picture to scan."
            )
        self._wrong = 0
        self.locked = False
        self._enter(self.page, self.at | {kind: value.strip()})

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
        """Tell the others where this visitor is, and what is written in."""
        if self.visitor and self.view and self.view.session.id:
            self.company.here(self.view.session.id, self.me, self._known_as(), self.page)

    def _known_as(self) -> str:
        """The name that others see: in the room the one that was given there, or none."""
        if self.bound is None or self.view is None:
            return self.name
        person = self.view.workshop.participants.get(self.me)
        return person.name if person else ""

    def look_around(self) -> bool:
        """Look who writes where, and whom servers let wait; return whether that is news."""
        if self.locked or self.view is None:
            return False
        if self.company.ended():
            self.here()
        workshop = self.view.workshop if self.view.session.id else None
        new = self.company.look(workshop, self.me, self.page, leads=self.leads())
        if new:
            self._tell()
        return new

    def refresh(self) -> bool:
        """Fold in what others did; return whether the page has to be drawn again."""
        if self.view is None:
            return False
        changed = self.view.session.refresh()
        if self.bound and self.page != "join" and not self.leads():
            self._enter("join", self.at)
        if changed:
            self._tell()
        return changed or self.view.session.id is None

    # ---- what is seen -----------------------------------------------------------------------

    def html(self, *, framed: bool) -> str:
        """Return the page as HTML, with the frame or, in JupyterLab, without."""
        if self.locked:
            content: Any = self._lock()
        elif self.view is None:
            content = self._trouble()
        elif self.page in BARE:
            content = [beside(self), self.view.render(), around.saved()]
        elif not framed:
            own = [beside(self), self.view.render(), self._exit_check()]
            content = [*own, around.cell_bar(self)]
        else:
            content = [around.header(self), around.rail(self), self._main(), around.footer(self)]
        return self.writing.drawn("".join(h.fragment[content].iter_chunks()))

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
        if self.page == "join":
            return around.ask(
                "Join the room",
                "Type the code that stands on the wall, or scan the picture beside it.",
                "code",
                "Code",
            )
        return around.ask(
            "This page needs its key",
            "Open it from the link that the facilitator has, or paste the key here.",
            "key",
            "Key",
        )

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
            beside(self),
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
