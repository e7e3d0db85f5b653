"""How long segments take to find, beside the k-means of scipy on the same answers.

    python benchmarks/segments.py --people 20000 --questions 20 --out out/segments.json

The reference is what anybody writes first: an indicator an option, k-means with eight starts for
two to six segments, no number chosen, no stability. Ours tries one to six by the method, then
refits 25 resamples. Seconds are those of the processor, on one core as in the kernels of pages;
`slice` is the longest time between two steps, in which a page cannot answer.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"


def answers(people: int, questions: int, kinds: int = 3) -> tuple[Any, list[Any]]:
    """Return who is of which kind, and the answers on five options with a tenth left blank."""
    import numpy as np

    from journeykit.insight.segments.variables import Variable

    random = np.random.default_rng(1)
    kind = random.integers(0, kinds, people)
    found = []
    for at in range(questions):
        typical = random.permutation(5)[:kinds]
        own = random.random(people) < 0.5
        codes = np.where(own, typical[kind], random.integers(0, 5, people))
        codes = np.where(random.random(people) < 0.1, -1, codes)
        found.append(Variable(f"q{at}", "", tuple("abcde"), codes.astype(np.int16)))
    return kind, found


def ours(method: Any, kind: Any, found: list[Any]) -> dict[str, Any]:
    """Time one method, and say what it found."""
    from journeykit.insight.segments.finding import find
    from journeykit.insight.segments.stability import rand_index

    begun = before = time.process_time()
    longest = 0.0
    steps = find(found, method)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            segments = end.value
            break
        now = time.process_time()
        longest, before = max(longest, now - before), now
    return {
        "method": method, "seconds": time.process_time() - begun, "slice": longest,
        "segments": segments.k, "rand": rand_index(segments.labels, kind),
        "verdict": segments.verdict,
    }  # fmt: skip


def reference(kind: Any, found: list[Any]) -> dict[str, Any]:
    """Time scipy's k-means for two to six segments."""
    from scipy.cluster.vq import kmeans2

    from journeykit.insight.segments.mixture import design
    from journeykit.insight.segments.stability import rand_index

    begun = time.process_time()
    x = design(found).x
    labels = {k: kmeans2(x, k, minit="++", rng=seed)[1] for k in range(2, 7) for seed in range(8)}
    return {
        "method": "scipy k-means", "seconds": time.process_time() - begun, "slice": None,
        "segments": "not chosen", "rand": rand_index(labels[3].astype(int), kind), "verdict": "",
    }  # fmt: skip


def main() -> None:
    """Print a table and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    kind, found = answers(given.people, given.questions)
    lines = [reference(kind, found), *(ours(m, kind, found) for m in ("mixture", "medoids"))]
    base = lines[0]["seconds"]
    print(f"{given.people:,} people, {given.questions} questions")
    print(f"{'method':14} {'seconds':>8} {'ratio':>6} {'slice':>6} {'k':>10} {'rand':>5}  verdict")
    for line in lines:
        line["ratio"] = line["seconds"] / base
        pause = "" if line["slice"] is None else f"{line['slice']:.2f}"
        print(f"{line['method']:14} {line['seconds']:8.2f} {line['ratio']:6.2f} {pause:>6} "
              f"{line['segments']!s:>10} {line['rand']:5.2f}  {line['verdict']}")  # fmt: skip
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(lines, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
