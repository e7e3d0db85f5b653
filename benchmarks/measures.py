"""How long the measures take on many answers, for each engine, beside plain pandas.

    python benchmarks/measures.py --rows 1000000 --out out/measures.json

The reference is what anybody writes first in pandas: a group-by that returns the mean, the
standard deviation and the count of each question, and no interval. The peak is that of a
process of its own for each line (memory of Python, the engine and the answers).
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ENGINES = ("pandas", "polars", "pyarrow", "duckdb")
QUESTIONS = 10
DRIVERS = 12


def answers(rows: int) -> Any:
    """Return a tidy pandas frame: question, wave, value, weight."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(1)
    names = np.array([f"q{at}" for at in range(QUESTIONS)], dtype=object)
    return pd.DataFrame({
        "question": names[random.integers(0, QUESTIONS, rows)],
        "wave": random.integers(2025, 2027, rows),
        "value": random.integers(1, 6, rows).astype(float),
        "weight": random.choice([0.5, 1.0, 2.0], rows),
    })  # fmt: skip


def ratings(rows: int) -> Any:
    """Return a wide pandas frame of whole ratings, twelve drivers and the overall one."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(2)
    common = random.normal(size=(rows, 1))
    frame = pd.DataFrame(
        np.clip(np.round(3 + common + random.normal(size=(rows, DRIVERS))), 1, 5),
        columns=[f"d{at}" for at in range(DRIVERS)],
    )
    overall = frame @ np.linspace(0.3, 0.02, DRIVERS) + random.normal(size=rows)
    return frame.assign(all=np.clip(np.round(overall), 1, 5))


def into(engine: str, frame: Any) -> Any:
    """Return the frame in another engine."""
    if engine == "pandas":
        return frame
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    if engine == "polars":
        import polars

        return polars.from_arrow(table)
    if engine == "duckdb":
        import duckdb

        return duckdb.connect().from_arrow(table)
    return table


def by_hand(frame: Any) -> Any:
    """The reference: mean, standard deviation and count by question and wave."""
    return frame.groupby(["question", "wave"])["value"].agg(["mean", "std", "count"])


def measured() -> dict[str, tuple[str, Callable[[Any], Any]]]:
    """What is timed: name → kind of frame, function."""
    from journeykit import measures

    by = ("question", "wave")
    drivers = [f"d{at}" for at in range(DRIVERS)]
    return {
        "group-by (reference)": ("answers", by_hand),
        "table of means": ("answers", lambda f: measures.table(f, "mean", by)),
        "table of CSAT": ("answers", lambda f: measures.table(f, "csat", by)),
        "compare waves": ("answers", lambda f: measures.compare(f, "wave", "mean")),
        "key drivers (12)": ("ratings", lambda f: measures.key_drivers(f, "all", drivers)),
    }


def one(engine: str, name: str, rows: int, rounds: int) -> None:
    """Time one measure on one engine in this process and print its row as JSON."""
    kind, find = measured()[name]
    frame = into(engine, answers(rows) if kind == "answers" else ratings(rows))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        find(frame)
        seconds.append(time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({
        "measure": name, "engine": engine, "rows": rows,
        "median_s": round(statistics.median(seconds), 3),
        "peak_mb": round(peak / 1024), "more_than_data_mb": round((peak - before) / 1024),
    }))  # fmt: skip


def main() -> None:
    """Run every measure on every engine that is here, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("out/measures.json"))
    parser.add_argument("--one", nargs=2, metavar=("ENGINE", "MEASURE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(*given.one, given.rows, given.rounds)
        return
    found = []
    for name in measured():
        for engine in ENGINES if "reference" not in name else ENGINES[:1]:
            row = run(engine, name, given.rows, given.rounds)
            if row is not None:
                found.append(row)
                ratio = row["median_s"] / max(found[0]["median_s"], 1e-9)
                print(
                    f"{name:22} {engine:8} {row['median_s']:8.3f} s  × {ratio:6.2f}  "
                    f"{row['peak_mb']:6} MB"
                )
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def run(engine: str, name: str, rows: int, rounds: int) -> dict[str, Any] | None:
    """Return the row of a process of its own, or None where the engine is not installed."""
    command = [sys.executable, __file__, "--rows", str(rows), "--rounds", str(rounds)]
    done = subprocess.run(
        [*command, "--one", engine, name], capture_output=True, text=True, check=False
    )
    if "ModuleNotFoundError" in done.stderr:
        print(f"{name:22} {engine:8} not installed")
        return None
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
