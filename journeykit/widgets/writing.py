"""What one visitor types: stored with what others changed meanwhile, or asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeykit.errors import JourneykitError, Refused
from journeykit.widgets.address import PAGES
from journeykit.widgets.session import Overwrites, Session, Stale
from journeykit.widgets.versions import Shown, Typed, Typing, Versions, shown
from journeykit.widgets.view import Toast

if TYPE_CHECKING:
    from journeykit.widgets.frame import Frame

#: so often a text is tried anew, when others write the same thing at the same moment
TRIES = 5


@dataclass(frozen=True)
class Settle:
    """A field shows what is stored again, whatever was typed into it."""

    field: str
    toast: Toast | None = None


class Writing:
    """Stands between the fields of a page and its view.

    ``outcome`` says what became of the last message's text: "" stored as it was, "merged" with
    somebody else's change, "differs" from it, so that a person chooses.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.typing = Typing()
        self.outcome = ""
        self._put_aside: dict[str, Versions] = {}
        self._page, self._seq = "", -1

    @property
    def session(self) -> Session:
        """The session of the page that is shown."""
        assert self.frame.view is not None
        return self.frame.view.session

    def at(self, field: str, thing: str) -> None:
        """Tell the others where this visitor writes; an empty field tells that it is over."""
        company = self.frame.company
        if company.write(field, thing) if field else company.rest():
            self.frame.here()

    def drawn(self, page: str) -> str:
        """Keep the page as it was drawn, since it says what each field shows."""
        view = self.frame.view
        self._page, self._seq = page, view.session.seq if view else -1
        self.typing.see(page)
        return page

    def versions(self) -> list[Versions]:
        """Return what waits for a choice."""
        return list(self.typing.open.values())

    def call(self, name: str, args: dict[str, Any], told: Any) -> Any:
        """Let the view store a text, with what others changed in it since it was shown."""
        typed = Typed.read(told, args)
        if typed is None:
            return self._do(name, args)
        self.at(typed.field, str(args.get("id", "")))
        return self._store(name, args, typed)

    def _do(self, name: str, args: dict[str, Any]) -> Any:
        assert self.frame.view is not None
        return self.frame.view.call(name, args)

    def _store(self, name: str, args: dict[str, Any], typed: Typed) -> Any:
        stands: Shown | None = None  # where the page does not show the field, e.g. after a reload
        for _ in range(TRIES):
            self.session.refresh()
            on_page = shown(self._now(), typed.field)
            now = on_page or stands
            text = typed.value if now is None else self.typing.merged(typed, now)
            if text is None:
                return self._ask(name, args, typed, now)
            self.session.exact = on_page is not None
            self.session.replacing = None if on_page else (now.text if now else typed.base, text)
            try:
                result = self._do(name, args | {"value": text})
            except Stale:
                continue
            except Overwrites as found:
                stands = Shown(found.text, "textarea")
                continue
            except JourneykitError:
                if on_page is None:  # taken away under the hands of who wrote in it
                    return self._ask(name, args, typed, None)
                raise
            finally:
                self.session.exact, self.session.replacing = False, None
            return self._stored(typed, text, result)
        raise Refused("Others are writing here at this very moment; try again.")

    def _now(self) -> str:
        """The page as it would be drawn now."""
        if self._seq != self.session.seq:
            self.frame.html(framed=True)
        return self._page

    def _stored(self, typed: Typed, text: str, result: Any) -> Any:
        told = typed.field in self.typing.mixed
        self.typing.stored(typed, text)
        if text == typed.value:
            return result
        self.outcome = "merged"
        both = Toast("Somebody changed this text too; both changes are in it.")
        return result if told or result is not None else both

    def _ask(self, name: str, args: dict[str, Any], typed: Typed, now: Shown | None) -> None:
        who = self.session.last_by(str(args.get("id", "")))
        self.typing.open[typed.field] = Versions(typed, name, args, self.frame.page, now, who)
        self.outcome = "differs"

    # ---- the choice ----------------------------------------------------------------------

    def choose(self, field: str, take: str) -> Settle | None:
        """Let one version of a field stay, or both; the other one can still be taken."""
        versions = self.typing.open.get(field) or self._put_aside.get(field)
        if versions is None or take not in ("theirs", "yours", "both"):
            raise Refused("This was settled already.")
        if versions.page != self.frame.page:
            raise Refused(f"Go back to {PAGES[versions.page]}; it is decided there.")
        if take == "theirs" or versions.shown is None:
            self.typing.open.pop(field, None)
            self._put_aside[field] = versions
            return Settle(field, _other_way(field) if versions.shown else None)
        typed = Typed(field, versions.theirs, versions.text(take))
        self._store(versions.do, versions.args, typed)
        return None if self.outcome == "differs" else Settle(field)


def _other_way(field: str) -> Toast:
    args = {"field": field, "take": "yours"}
    return Toast("Your version was put aside.", "Take yours after all", "@choose", args)


__all__ = ["Settle", "Writing"]
