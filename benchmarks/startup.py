"""How long the command line and the package take to start, beside bare Python.

    python benchmarks/startup.py --out startup.json

The reference is ``python -c "import json, argparse"``; the goal is at most twice its time.
The runs of all three take turns, so that a busy machine slows all of them alike.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

COMMANDS = {
    "python -c 'import json, argparse'": ["-c", "import json, argparse"],
    "import journeykit": ["-c", "import journeykit"],
    "journeykit --help": ["-m", "journeykit", "--help"],
}


def once(arguments: list[str]) -> float:
    """Return the seconds of one run."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def main() -> None:
    """Run all commands in turns, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--out", type=Path, default=Path("out/startup.json"))
    given = parser.parse_args()
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(given.rounds):
        for name, arguments in COMMANDS.items():
            seconds[name].append(once(arguments))
    reference = statistics.median(next(iter(seconds.values())))
    rows = [
        {
            "command": name,
            "median_ms": round(1000 * statistics.median(times), 1),
            "ratio": round(statistics.median(times) / reference, 2),
        }
        for name, times in seconds.items()
    ]
    for row in rows:
        print(f"{row['command']:36} {row['median_ms']:8.1f} ms   × {row['ratio']:.2f}")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
