"""The payloads again, in a real browser: every page, the report and the map are opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import living
import pytest
from payloads import PAYLOADS
from visiting import Serving, start_server, wait_ready, wait_saved

from journeykit import examples, exchange, report, room
from journeykit.edits import Change, Put, apply
from journeykit.model import Workshop
from journeykit.store import Store, open_store
from journeykit.widgets.address import STEPS

pytestmark = pytest.mark.browser

#: what people do in the room, one activity each
KINDS: dict[str, dict[str, Any]] = {
    "notes": {"lane": "obstacles"},
    "rate": {},
    "vote": {"dots": 3},
    "rank": {},
    "check": {"question": "Q", "options": ["Yes", "No"]},
    "words": {"kind": "check", "question": "Q"},
    "talk": {},
}
#: all that a person may hover, focus or unfold
STIR = """async () => {
  document.querySelectorAll("details").forEach(one => { one.open = true; });
  for (const one of document.querySelectorAll("#beside *, main *, header *, body > *"))
    for (const kind of ["mouseover", "pointerenter", "focusin", "animationstart", "copy", "wheel"])
      one.dispatchEvent(new Event(kind, { bubbles: kind !== "pointerenter" }));
  await new Promise(resolve => setTimeout(resolve, 60));
  return [...document.querySelectorAll("*")].flatMap(one => [...one.attributes]
    .filter(at => at.value.includes("hit(") && (at.name.startsWith("on") || at.name === "srcdoc"
      || (["href", "src", "action", "formaction", "xlink:href", "data"].includes(at.name)
        && /^\\s*(javascript|vbscript|data:text)/i.test(at.value))))
    .map(at => `<${one.tagName} ${at.name}=${at.value}>`));
}"""


def full(workshop: Workshop) -> Workshop:
    """The example with a room: people, an activity of each kind, and what was said in it."""
    entities: list[tuple[str, dict[str, Any]]] = [
        ("participants", {"id": f"p{n}", "name": "N", "department": "D"}) for n in range(3)
    ]
    for rank, (id, more) in enumerate(KINDS.items(), start=100):
        activity = {"id": id, "kind": id, "title": "T", "instruction": "I", "rank": rank, **more}
        entities.append(("activities", activity))
    entities.append(("notes", {"id": "parked", "lane": "parking", "text": "X", "by": "p0"}))
    for n in range(3):
        pain = {"id": f"pain{n}", "kind": "pain", "title": "P", "detail": "D", "by": f"p{n}"}
        entities.append(("findings", pain))
        for id in ("check", "words"):
            said = {"participant": f"p{n}", "activity": id, "id": f"p{n}.{id}"}
            said |= {"choice": "Yes"} if id == "check" else {"text": "X"}
            entities.append(("answers", said))
    for collection, entity in entities:
        workshop = apply(workshop, Put(collection=collection, entity=entity))
    about = {"room": "open", "admission": "free"}
    return apply(workshop, Change(collection="info", id="info", fields=about))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server whose only workshop holds payloads in every text."""
    folder = tmp_path_factory.mktemp("run")
    with open_store(folder / "kit.sqlite") as store:
        clean = full(store.open(examples.load(store, "clothing"))[0])
        bad = living.poisoned(clean, PAYLOADS, 17)
        about = {"room": "open", "admission": "free"}
        bad = apply(bad, Change(collection="info", id="info", fields=about))
        store.create(bad.model_copy(update={"id": "poison"}), author=PAYLOADS[4])
    serving = start_server(folder, store=folder / "kit.sqlite")
    yield serving
    serving.stop()


@pytest.fixture
def store(served: Serving) -> Iterator[Store]:
    """The store behind the pages."""
    with open_store(str(served.store)) as opened:
        yield opened


class Watched:
    """A page on which nothing stored may run; what did is in `ran`."""

    def __init__(self, page: Any, witness: Any) -> None:
        self.page, self.witness, self.ran, self.looked = page, witness, [], 0
        page.context.expose_binding("hit", lambda _, *what: self.ran.append(what))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog: Any) -> None:
        self.ran.append(dialog.message)
        dialog.dismiss()

    def look(self, where: str) -> None:
        """Stir everything on the page; fail on whatever came to life."""
        alive = self.page.evaluate(STIR)
        self.looked += 1
        assert not alive, f"{where}: {alive}"
        assert not self.ran, f"{where}: ran {self.ran}"
        assert not self.witness.errors, f"{where}: {self.witness.errors}"
        assert not self.witness.outside, f"{where}: {self.witness.outside}"

    def open(self, address: str) -> None:
        """Go to a page and look at it and its tabs."""
        self.page.goto(address)
        wait_ready(self.page)
        self.through(address.partition("?")[0])

    def step(self, step: str) -> None:
        """Go to a step within the page, and look at it and its tabs."""
        self._click(f"rail-{step}")
        self.page.locator(f"main.page-{step}").wait_for()
        wait_saved(self.page)
        self.through(step)

    def through(self, where: str) -> None:
        """Look at what is shown and at each of its tabs."""
        self.look(where)
        seen: set[str] = set()
        while left := [id for id in self._tabs() if id not in seen]:
            seen.add(left[0])
            self._click(left[0])
            wait_saved(self.page)
            self.look(f"{where} {left[0]}")

    def _click(self, id: str) -> None:
        """Click what may lie under an unfolded sheet."""
        self.page.evaluate("id => document.getElementById(id).click()", id)

    def _tabs(self) -> list[str]:
        ids = "all => all.map(one => one.id)"
        found: list[str] = self.page.eval_on_selector_all(".tabs button", ids)
        return found


@pytest.fixture
def watched(page: Callable[..., Any], witness: Any) -> Watched:
    """A page that is watched."""
    return Watched(page(), witness)


def test_a_payload_would_be_seen(watched: Watched, tmp_path: Path) -> None:
    """A page without escaping fails."""
    bad = tmp_path / "bad.html"
    bad.write_text("<title>x</title><p><img src=data:, onerror=hit(1)>", encoding="utf-8")
    watched.page.goto(bad.as_uri())
    with pytest.raises(AssertionError, match="hit"):
        watched.look("bad")


def test_nothing_runs_on_the_facilitators_pages(
    served: Serving, watched: Watched, store: Store
) -> None:
    """Home, each step with each of its tabs, Room and Wall."""
    watched.page.goto(served.link())
    wait_ready(watched.page)
    watched.page.evaluate("name => localStorage.setItem('jk-name', name)", PAYLOADS[10])
    for page in ("home", "room", "wall", "00_start"):
        watched.open(served.link(page, workshop="poison"))
    for step in STEPS:
        watched.step(step)
    persona = next(iter(store.open("poison")[0].personas))
    watched.open(served.link("01_personas", workshop="poison", persona=persona))
    assert watched.looked >= 40


def test_nothing_runs_in_the_room(served: Serving, watched: Watched, store: Store) -> None:
    """On a phone and on the wall, in each kind of activity, hidden and revealed."""
    wall = watched.page.context.new_page()
    wall.goto(served.link("wall", workshop="poison"))
    phone = watched.page
    phone.goto(f"{served.url}join?code={store.room_code('poison')}")
    wait_ready(phone)
    watched.look("welcome")
    phone.fill("#join-name", PAYLOADS[12][:60])
    phone.check("#join-agree")
    phone.click("#join-go")
    phone.locator("#me").wait_for()
    for id in KINDS:
        for revealed in (False, True):
            state = store.open("poison")[0]
            store.append("poison", room.begin(state, id)) if not revealed else None
            fields = {"revealed": revealed}
            store.append("poison", Change(collection="activities", id=id, fields=fields))
            title = store.open("poison")[0].activities[id].title
            shown = "title => document.querySelector('h1')?.textContent.trim() === title.trim()"
            phone.wait_for_function(shown, arg=" ".join(title.split()))
            watched.look(f"join {id} {revealed}")
            assert not wall.evaluate(STIR)
    assert not watched.ran


def test_nothing_runs_in_what_is_saved(store: Store, watched: Watched, tmp_path: Path) -> None:
    """The report and the map, opened from the disk; the report also as it is printed."""
    report.write(store, "poison", tmp_path / "report.html")
    watched.page.goto((tmp_path / "report.html").as_uri())
    watched.look("report")
    watched.page.emulate_media(media="print")
    watched.look("printed report")
    data, _ = exchange.encode(store.open("poison")[0], ".svg")
    (tmp_path / "map.svg").write_bytes(data)
    watched.page.goto((tmp_path / "map.svg").as_uri())
    watched.page.wait_for_timeout(100)
    watched.look("map.svg")
