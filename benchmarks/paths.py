"""How long an event log takes, part by part, beside a plain pandas group-by of the same events.

    python benchmarks/paths.py --events 1000000 --out out/paths.json

The reference is what anybody writes first: read the times, sort by case and time, shift within
each case and count the pairs of activities. The parts do more (shares with intervals, ways,
loops, the alignment of each case), from the same columns of text.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ACTIVITIES, PLANNED, CHANNELS = 14, 10, ("web", "app", "store")
EVENTS_A_CASE = 7


def columns(events: int) -> dict[str, Any]:
    """Return case, activity, time and channel as Arrow text: no case like the other."""
    import numpy as np
    import pyarrow as pa

    random = np.random.default_rng(1)
    what = random.integers(0, ACTIVITIES, events)
    when = random.integers(1_700_000_000, 1_760_000_000, events).astype("datetime64[s]")
    cases = random.integers(0, max(1, events // EVENTS_A_CASE), events)
    made = {
        "case": [f"c{each}" for each in cases],
        "activity": [f"activity {each}" for each in what],
        "time": np.datetime_as_string(when).tolist(),
        "channel": [CHANNELS[each % 3] for each in what],
    }
    return {name: pa.array(cells, pa.large_string()) for name, cells in made.items()}


def reference(found: dict[str, Any]) -> Any:
    """The moves from activity to activity in plain pandas."""
    import pandas as pd

    frame = pd.DataFrame({name: found[name].to_pandas() for name in ("case", "activity", "time")})
    frame["time"] = pd.to_datetime(frame["time"])
    frame = frame.sort_values(["case", "time"], kind="stable")
    frame["next"] = frame.groupby("case", sort=False)["activity"].shift(-1)
    return frame.groupby(["activity", "next"]).size()


def timed(find: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a function finds, and its seconds."""
    began = time.perf_counter()
    found = find()
    return found, time.perf_counter() - began


def measured(events: int) -> dict[str, float]:
    """Return the seconds of the reference and of each part."""
    import numpy as np

    from journeykit.insight import deviation, funnel, paths
    from journeykit.insight import events as logs
    from journeykit.insight.places import Places

    cells = columns(events)
    seconds: dict[str, float] = {}
    _, seconds["pandas group-by (reference)"] = timed(lambda: reference(cells))
    log, seconds["log, sorted"] = timed(lambda: logs.of_columns(*cells.values()))
    of = np.arange(len(log.activities), dtype=np.int32)
    walk, seconds["walk"] = timed(lambda: paths.walk(log, of, log.activities))
    steps = np.where(of < PLANNED, of // 2, -1)
    _, seconds["funnel of five stages"] = timed(lambda: funnel.funnel(log, steps, "ABCDE"))
    _, seconds["moves"] = timed(lambda: paths.transitions(walk))
    _, seconds["ways"] = timed(lambda: paths.ways(walk))
    _, seconds["loops"] = timed(lambda: paths.loops(walk))
    _, seconds["channels"] = timed(lambda: paths.ways(paths.channel_walk(log)))
    ids = tuple(f"t{at}" for at in of)
    places = Places(log.activities, ids, PLANNED, of, np.zeros(len(of), dtype=int), ("S",))
    _, seconds["planned against actual"] = timed(lambda: deviation.deviation(walk, places))
    return seconds


def main() -> None:
    """Run all parts once, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, default=Path("out/paths.json"))
    given = parser.parse_args()
    measured(10_000)  # imports and caches
    seconds = measured(given.events)
    own = sum(taken for name, taken in seconds.items() if "reference" not in name)
    whole = seconds | {"all parts": own}
    base = seconds["pandas group-by (reference)"]
    for name, taken in whole.items():
        print(f"{name:30} {taken:8.2f} s  {taken / base:6.2f} × the reference")
    rows = {name: {"s": round(taken, 3), "ratio": round(taken / base, 2)} for name, taken in
            whole.items()}  # fmt: skip
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps({"events": given.events, "parts": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
