"""Takes the pictures of the README from real pages: a real server, a real Chromium.

    make pictures

Starts a server on a store of its own with the finished clothing example, opens the pages at
1280 and 360 pixels, and writes PNG files to docs/pictures/.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import FLAGS, WAY_OUT, find  # noqa: E402  (the path above comes first)
from visiting import start_server, wait_ready, wait_saved  # noqa: E402

from journeykit import examples, room  # noqa: E402
from journeykit.edits import Change  # noqa: E402
from journeykit.store import Store, open_store  # noqa: E402

OUT = ROOT / "docs" / "pictures"
#: file -> (notebook, what the address adds, width, height)
SHOTS: dict[str, tuple[str, dict[str, str], int, int]] = {
    "home": ("home", {}, 1280, 800),
    "personas": ("01_personas", {}, 1280, 900),
    "map": ("02_touchpoints", {"view": "map"}, 1280, 1000),
    "survey": ("03_survey", {}, 1280, 1000),
    "emotions": ("04_emotions", {}, 1280, 1240),
    "improve": ("05_improve", {}, 1280, 900),
    "measure": ("06_measure", {}, 1280, 900),
    "report": ("07_report", {}, 1280, 900),
    "comments": ("03_survey", {"view": "comments"}, 1280, 1000),
    "roadmap": ("05_improve", {"view": "roadmap"}, 1280, 900),
    "wall": ("wall", {}, 1280, 720),
    "phone-rate": ("04_emotions", {"view": "rate"}, 360, 740),
    "phone-outline": ("02_touchpoints", {"view": "map"}, 360, 740),
}


def shoot(browser: Any, link: str, file: Path, width: int, height: int) -> None:
    """Open one page and keep its picture."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(link)
    wait_ready(page)
    wait_saved(page)
    page.wait_for_timeout(1500)  # charts draw themselves a moment later
    page.screenshot(path=file)
    context.close()
    print(file.relative_to(ROOT))


def in_the_room(store: Store, id: str) -> None:
    """Open the room, and the votes that people gave in it."""
    store.append(id, room.open_room(store.open(id)[0]))
    vote = next(one for one in room.agenda(store.open(id)[0]) if one.kind == "vote")
    store.append(id, room.begin(store.open(id)[0], vote.id))
    shown = Change(collection="activities", id=vote.id, fields={"revealed": True})
    store.append(id, shown)


def main() -> None:
    """Take all pictures."""
    from playwright.sync_api import sync_playwright

    path = find()
    if path is None:
        raise SystemExit(f"No browser: {WAY_OUT}")
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        serving = start_server(Path(folder))
        with open_store(serving.store) as store:
            workshop = examples.load(store, "clothing", once=True)
            in_the_room(store, workshop)
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        wanted = set(sys.argv[1:]) or set(SHOTS)
        try:
            for name, (notebook, at, width, height) in SHOTS.items():
                if name in wanted:
                    link = serving.link(notebook, workshop=workshop, **at)
                    shoot(browser, link, OUT / f"{name}.png", width, height)
        finally:
            browser.close()
            serving.stop()


if __name__ == "__main__":
    main()
