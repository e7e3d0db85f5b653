"""A room of forty on this machine: how fast people come in, what they cost, how fast they see.

    python benchmarks/room.py [--people 10 20 40 80] [--minutes 0] [--out out/room.json]

Protocol-level clients (`tests/wire.py`) open real pages of a real server: HTTP, the kernel's
websocket, the widget's state, hello, join. Stock Voilà with the notebook of `pages.py` is opened
by as many clients in the same run (its page has to arrive whole, nothing more is asked of it).
``--minutes 10`` lets everybody write for ten minutes; in the end each card that was
acknowledged is looked for in the store.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "benchmarks"))

import psutil  # noqa: E402  (the paths above come first)
import wire  # noqa: E402
from hostile import Room, open_room  # noqa: E402
from pages import cpu, start_stock  # noqa: E402
from visiting import kernels  # noqa: E402

IDLE = 10.0
EDITS = 12


async def come(place: Room, number: int) -> tuple[wire.Wire, float]:
    """Open the join page and come in; return the page and the seconds until it answered."""
    begin = time.perf_counter()
    # each from an address of its own, as phones in a network have
    address = f"127.0.1.{number + 1}"
    page = await wire.open_page(place.link(), f"visitor-{number}", address=address)
    seconds = time.perf_counter() - begin
    assert await page.ask("join", name="", agree=True) is None
    return page, seconds


async def seen(pages: list[wire.Wire], number: int) -> list[float]:
    """Let one write a card; return when each of the others had it, in seconds from the click."""
    words = f"card {number} {random.random()}"
    for page in pages:
        page.watch_for(words)
    writer = pages[number % len(pages)]
    begin = time.perf_counter()
    assert await writer.ask("add", text=words) is None
    others = [page for page in pages if page is not writer]
    await asyncio.gather(*(page.until(lambda p=page: words in p.seen_at) for page in others))
    return [page.seen_at[words] - begin for page in others]


async def room_of(people: int, folder: Path, minutes: float) -> dict[str, float]:
    """Measure a room of so many."""
    place = open_room(folder)
    server = psutil.Process(place.server.pid)
    try:
        await asyncio.sleep(8)  # the warm parent has finished importing
        first, _ = await come(place, 0)
        visit = first.received
        await first.close()
        used, begin = cpu(server.pid), time.perf_counter()
        come_in = [come(place, number) for number in range(1, people + 1)]
        came = await asyncio.gather(*come_in)
        found: dict[str, float] = {
            "people": people,
            "last answers s": max(seconds for _, seconds in came),
            "all joined s": time.perf_counter() - begin,
            "CPU a visit s": (cpu(server.pid) - used) / people,
        }
        pages = [page for page, _ in came]
        memory = [kernel.memory_full_info().uss / 1e6 for kernel in kernels(place.server)]
        found["memory a page MB"] = statistics.median(memory)
        delays: list[float] = []
        used = cpu(server.pid)
        for number in range(EDITS):
            delays += await seen(pages, number)
        found["CPU an edit s"] = (cpu(server.pid) - used) / EDITS
        found["edit seen p50 s"] = statistics.median(delays)
        found["edit seen p95 s"] = sorted(delays)[int(len(delays) * 0.95)]
        await asyncio.sleep(2)
        used = cpu(server.pid)
        await asyncio.sleep(IDLE)
        found["idle CPU %"] = (cpu(server.pid) - used) / IDLE * 100
        found["page bytes"] = visit
        if minutes:
            found |= await load(place, pages, minutes)
        found["memory a page after MB"] = statistics.median(
            kernel.memory_full_info().uss / 1e6 for kernel in kernels(place.server)
        )
        return found
    finally:
        place.server.stop()
        place.store.close()


async def load(place: Room, pages: list[wire.Wire], minutes: float) -> dict[str, float]:
    """Let everybody write now and then; count what was acknowledged and what is stored."""
    until = time.monotonic() + minutes * 60
    told: list[str] = []
    took: list[float] = []

    async def write(number: int, page: wire.Wire) -> None:
        count = 0
        while time.monotonic() < until and count < 150:
            await asyncio.sleep(random.uniform(2, 8) + minutes / 10)
            count += 1
            words = f"load {number}-{count}"
            begin = time.perf_counter()
            if await page.ask("add", text=words) is None:
                told.append(words)
                took.append(time.perf_counter() - begin)

    await asyncio.gather(*(write(number, page) for number, page in enumerate(pages)))
    stored = {finding.title for finding in place.workshop().findings.values()}
    lost = [words for words in told if words not in stored]
    print(f"{len(told)} edits acknowledged, {len(lost)} of them not in the store")
    assert not lost, lost[:5]
    return {"edits": len(told), "lost": 0, "edit p95 s": sorted(took)[int(len(took) * 0.95)]}


async def stock_of(people: int, folder: Path) -> dict[str, float]:
    """Open stock Voilà's page as many times at once."""
    process, url = start_stock(folder)
    try:
        await wire.fetch(url)
        used = cpu(process.pid)

        async def visit() -> float:
            begin = time.perf_counter()
            code, body = await wire.fetch(url, decompress_response=True)
            assert code == 200, code
            assert "widget-view" in body
            return time.perf_counter() - begin

        took = await asyncio.gather(*(visit() for _ in range(people)))
        return {
            "people": people,
            "last answers s": max(took),
            "CPU a visit s": (cpu(process.pid) - used) / people,
        }
    finally:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
        process.kill()


def main() -> None:
    """Measure rooms of several sizes, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10, 20, 40, 80])
    parser.add_argument("--stock", type=int, default=40, help="0 leaves stock Voilà out")
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--out", type=Path, default=Path("out/room.json"))
    given = parser.parse_args()
    wire.PATIENCE = 120.0
    found: dict[str, list[dict[str, Any]]] = {"journeykit": [], "stock Voilà": []}
    for people in given.people:
        with tempfile.TemporaryDirectory() as place:
            row = asyncio.run(room_of(people, Path(place), given.minutes))
        found["journeykit"].append(row)
        print("   ".join(f"{name} {value:,.2f}" for name, value in row.items()), flush=True)
    if given.stock:
        with tempfile.TemporaryDirectory() as place:
            row = asyncio.run(stock_of(given.stock, Path(place)))
        found["stock Voilà"].append(row)
        print("stock:", "   ".join(f"{name} {value:,.2f}" for name, value in row.items()))
        for ours in found["journeykit"]:
            if ours["people"] == given.stock:
                share = ours["last answers s"] / row["last answers s"]
                print(f"× {share:.2f} of stock Voilà with {given.stock} people")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
