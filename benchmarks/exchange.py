"""How long a workshop takes to come in and go out, beside plain JSON of the same bytes.

    python benchmarks/exchange.py [--megabytes 10] [--out out/exchange.json]

The workshop is synthetic: a map of 8 stages and as many notes as make the file that large.
Reading our JSON is timed beside ``json.loads`` of the same text, the best of five runs of each,
in turn, in one process. Target: 10 MB read in at most 2 seconds. The other formats are timed
once each on a map of 200 touchpoints with five notes each.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from journeykit.exchange import encode, format_of, writable
from journeykit.exchange.own import dumps, loads
from journeykit.model import Action, Journey, Note, Persona, Stage, Touchpoint, Workshop

TARGET = 2.0
RUNS = 5
WORDS = "She waits at the counter, nobody is there, and the sign says that it is open. "


def workshop(touchpoints: int, notes: int) -> Workshop:
    """Return a workshop with so many touchpoints in 8 stages, and notes round them."""
    stages = [Stage(id=f"s{at}", journey="j", name=f"Stage {at}", rank=at) for at in range(8)]
    points = [
        Touchpoint(id=f"t{at}", stage=f"s{at * 8 // touchpoints}", name=f"Touchpoint {at}", rank=at)
        for at in range(touchpoints)
    ]
    cards = [
        Note(id=f"n{at}", touchpoint=f"t{at % touchpoints}", text=f"{at}: {WORDS * 2}", rank=at)
        for at in range(notes)
    ]
    return Workshop(
        id="w", personas={"p": Persona(id="p", name="Sarah")},
        actions={"a": Action(id="a", title="A bell at the counter", due=date(2027, 2, 26))},
        journeys={"j": Journey(id="j", persona="p")}, stages={one.id: one for one in stages},
        touchpoints={one.id: one for one in points}, notes={one.id: one for one in cards},
    )  # fmt: skip


def seconds(run: Callable[[], Any]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def sized(megabytes: float) -> str:
    """Return our JSON of about so many million bytes."""
    one = len(dumps(workshop(40, 1_000))) / 1_000
    return dumps(workshop(40, round(megabytes * 1_000_000 / one)))


def own(megabytes: float) -> dict[str, float]:
    """Return how long our JSON takes to be read and written, and plain JSON."""
    text = sized(megabytes)
    made = loads(text)
    runs: dict[str, Callable[[], Any]] = {
        "read": lambda: loads(text), "json.loads": lambda: json.loads(text),
        "write": lambda: dumps(made),
    }  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(RUNS):
        for name, run in runs.items():
            times[name].append(seconds(run))
    best = {name: round(min(taken), 3) for name, taken in times.items()}
    ratio = round(best["read"] / best["json.loads"], 1)
    return {"megabytes": round(len(text.encode()) / 1e6, 2), **best, "times json.loads": ratio}


def formats() -> dict[str, dict[str, float]]:
    """Return how long each format takes for a map of 200 touchpoints."""
    from importlib import import_module

    made = workshop(200, 1_000)
    found: dict[str, dict[str, float]] = {}
    for format in writable():
        data: list[bytes] = []
        took = {"write": seconds(lambda f=format, d=data: d.append(encode(made, f.suffix)[0]))}
        if format.reads:
            module = import_module(f"journeykit.exchange.{format_of(format.suffix).module}")
            took["read"] = seconds(lambda m=module, d=data: m.decode(d[0], "w"))
        found[format.suffix] = {name: round(value, 3) for name, value in took.items()}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    result = {"own": own(given.megabytes), "target": TARGET, "formats": formats()}
    print(json.dumps(result, indent=2))
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
