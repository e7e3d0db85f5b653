"""How long a large survey takes to read and to score, and how much memory.

    python benchmarks/survey.py [--rows 100000] [--out survey.json]

Makes an export of ``--rows`` rows and 30 columns, then measures two processes of their own:
`pandas.read_csv(dtype=str)` as the reference, and ``inspect`` plus ``scores`` of journeykit.
Prints a table and writes JSON. Targets: at most 2.0 × the time and 1.5 × the peak memory of
the reference (--rows 1000000 is the figure that counts).
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

TIME_TARGET = 2.0
MEMORY_TARGET = 1.5

_START = "import json, resource, sys, time\nstart = time.perf_counter()\n"
_END = """
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": time.perf_counter() - start, "mb": peak, "rows": rows, "n": n}))
"""
PANDAS = """
import pandas as pd
frame = pd.read_csv(sys.argv[1], dtype=str)
rows, n = len(frame), frame.shape[1]
"""
JOURNEYKIT = """
from journeykit.measures import scores
from journeykit.survey import read
survey = read(sys.argv[1])
survey.to_json()
rows, n = survey.rows, len(scores(survey))
"""

PLACES = ("Arrival", "Parking", "Signs", "Check-in", "Security", "Shops", "Food", "Restrooms",
          "Gates", "Wi-Fi", "Staff", "Boarding")  # fmt: skip
AGREE = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")
SATISFIED = ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied", "")
WORDS = ("the", "queue", "at", "counter", "was", "long", "staff", "friendly", "and", "helpful",
         "signs", "hard", "to", "read", "gate", "changed", "twice", "nobody", "told", "us",
         "clean", "food", "too", "dear", "thanks", "again", "3", "hours", "late", "a", "of",
         "for", "in", "it", "is", "not", "but", "very", "no", "more", "people", "when", "after",
         "bags", "security", "desk", "seat", "water", "noise", "cold", "quick", "slow", "map",
         "app", "screen", "walk", "shops", "price", "toilet", "open")  # fmt: skip
WAYS = ("Car", "Train", "Bus", "Taxi", "Bicycle")


def export(path: Path, rows: int, seed: int = 1) -> None:
    """Write a survey export: ids, stamps, ratings with codes, words, texts, several answers."""
    import pyarrow as pa
    from pyarrow import csv

    chance = np.random.default_rng(seed)
    with path.open("wb") as sink:
        for start in range(0, rows, 100_000):
            n = min(100_000, rows - start)
            table = pa.table(_columns(chance, start, n))
            csv.write_csv(table, sink, csv.WriteOptions(include_header=start == 0))


def _columns(chance: np.random.Generator, start: int, n: int) -> dict[str, Any]:
    def pick(options: tuple[str, ...], weights: tuple[float, ...] | None = None) -> Any:
        p = None if weights is None else np.array(weights) / sum(weights)
        return np.array(options, dtype=object)[chance.choice(len(options), n, p=p)]

    def comment(share: float) -> list[str]:
        lengths = chance.integers(4, 14, n) * (chance.random(n) < share)
        said = chance.integers(0, len(WORDS), int(lengths.sum()))
        ends = np.cumsum(lengths)
        return [
            " ".join(WORDS[word] for word in said[end - length : end])
            for end, length in zip(ends, lengths, strict=True)
        ]

    seconds = np.datetime64("2026-01-01T08:00:00") + (np.arange(start, start + n) * 7).astype(
        "timedelta64[s]"
    )
    stamps = np.char.replace(seconds.astype(str), "T", " ").astype(object)
    columns: dict[str, Any] = {
        "Respondent ID": np.arange(start + 100_001, start + n + 100_001),
        "Date": stamps,
        "Email": [f"p{at}@example.org" for at in range(start, start + n)],
        "weight": np.round(chance.uniform(0.4, 2.5, n), 3),
    }
    codes, odds = ("5", "4", "3", "2", "1", "6", "0", ""), (30, 28, 16, 8, 5, 7, 2, 4)
    for place in PLACES:
        columns[f"Rate your experience with {place}"] = pick(codes, odds)
    points = tuple(map(str, range(11)))
    columns["How likely are you to recommend us?"] = pick((*points, ""), (1,) * 6 + (3,) * 6)
    columns["How satisfied are you with the airport?"] = pick(SATISFIED)
    for what in ("I found my way", "I felt safe", "It was clean"):
        columns[what] = pick(AGREE)
    columns["How did you come?"] = pick(WAYS)
    pairs = tuple(f"{a};{b}" for a in WAYS for b in WAYS if a < b)
    columns["What have you used?"] = pick((*WAYS, *pairs))
    columns["Gender"] = pick(("Female", "Male", "Other", "Prefer not to say"))
    columns["Language"] = pick(("en", "de", "zh", "es"))
    columns["How old are you?"] = chance.integers(18, 90, n)
    columns["How much did you spend?"] = np.round(chance.gamma(2.0, 30.0, n), 2)
    columns["What could be better?"] = comment(0.35)
    columns["Anything else?"] = comment(0.1)
    columns["Terminal"] = pick(("1", "2", "3", "International"))
    return columns


def measured(code: str, path: Path) -> dict[str, Any]:
    """Run code in a process of its own; return seconds, peak memory in MB and what it found."""
    done = subprocess.run(
        [sys.executable, "-c", _START + code + _END, str(path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        export(path, args.rows)
        size = path.stat().st_size / 1e6
        reference, ours = measured(PANDAS, path), measured(JOURNEYKIT, path)
    time, memory = (ours[key] / reference[key] for key in ("seconds", "mb"))
    print(f"{args.rows:,} rows × {reference['n']} columns, {size:.0f} MB")
    print(f"{'':32}{'seconds':>10}{'peak MB':>10}")
    for name, found in (("pandas.read_csv(dtype=str)", reference), ("inspect + scores", ours)):
        print(f"{name:32}{found['seconds']:10.2f}{found['mb']:10.0f}")
    print(f"{'ratio':32}{time:10.2f}{memory:10.2f}")
    print(f"{'target':32}{TIME_TARGET:10.2f}{MEMORY_TARGET:10.2f}")
    result = {
        "rows": args.rows, "columns": reference["n"], "file_mb": round(size, 1),
        "reference": reference, "journeykit": ours,
        "time_ratio": round(time, 3), "memory_ratio": round(memory, 3),
        "python": platform.python_version(), "machine": platform.platform(),
    }  # fmt: skip
    if args.out:
        args.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
