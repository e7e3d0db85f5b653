"""How long a report, a printed map and slides take, beside an empty notebook in the same run.

    python benchmarks/report.py [--runs 2] [--out out/report.json]

The clothing example, in a store of its own. The reference is an empty notebook executed by
papermill and turned into HTML by nbconvert, in this process, in turn with the reports. Targets:
each report at most 1.5 times the reference plus 2 seconds; the map as PDF at most 1 second, the
slides at most 2, a map of 200 touchpoints and 12 lanes at most 5. Best of the runs.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from journeykit import examples
from journeykit.exchange import encode
from journeykit.maps.grid import grid
from journeykit.maps.paper import paper
from journeykit.model import LANES, Journey, Note, Stage, Touchpoint, Workshop
from journeykit.report import Report, write
from journeykit.store import Store, open_store

WORDS = "She waits at the counter, nobody is there, and asks again about the size."


def seconds(run: Callable[[], Any]) -> float:
    began = time.perf_counter()
    run()
    return round(time.perf_counter() - began, 2)


def empty(folder: Path) -> None:
    """Execute an empty notebook and turn it into HTML: the reference."""
    import nbformat
    import papermill
    from nbconvert import HTMLExporter

    nbformat.write(nbformat.v4.new_notebook(), folder / "empty.ipynb")
    done = papermill.execute_notebook(
        str(folder / "empty.ipynb"), str(folder / "done.ipynb"), progress_bar=False,
        kernel_name="python3",
    )  # fmt: skip
    HTMLExporter().from_notebook_node(done)


def large(touchpoints: int = 200, lanes: int = 12) -> Workshop:
    """Return a map with a card in every cell."""
    keys = list(LANES)[:lanes]
    stages = [Stage(id=f"s{at}", journey="j", name=f"Stage {at}", rank=at) for at in range(10)]
    points = [
        Touchpoint(id=f"t{at}", stage=f"s{at * 10 // touchpoints}", name=f"Step {at}", rank=at)
        for at in range(touchpoints)
    ]
    notes = [
        Note(id=f"n{at}-{key}", touchpoint=f"t{at}", lane=key, text=WORDS)
        for at in range(touchpoints)
        for key in keys
    ]
    return Workshop(
        id="w", journeys={"j": Journey(id="j", lanes=tuple(keys))},
        stages={each.id: each for each in stages}, touchpoints={each.id: each for each in points},
        notes={each.id: each for each in notes},
    )  # fmt: skip


def reports(store: Store, id: str, folder: Path, runs: int) -> dict[str, Any]:
    """Return the best times of the reference and of the report in each form."""
    work: dict[str, Callable[[], Any]] = {"empty notebook": lambda: empty(folder)} | {
        suffix: lambda suffix=suffix: write(store, id, folder / f"report{suffix}")
        for suffix in (".html", ".pdf", ".ipynb")
    }
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(runs):
        for name, run in work.items():
            times[name].append(seconds(run))
    best: dict[str, Any] = {name: min(taken) for name, taken in times.items()}
    allowed = round(1.5 * best["empty notebook"] + 2, 2)
    return best | {"allowed": allowed, "ok": max(best[".html"], best[".pdf"]) <= allowed}


def pictures(store: Store, id: str, runs: int) -> dict[str, float]:
    """Return the best times of what is printed or shown of the example, and of a large map."""
    workshop = store.open(id)[0]
    points = Report(store, workshop).points
    suffixes = (".map.pdf", ".a0.pdf", ".svg", ".png", ".pptx", ".personas.pdf", ".roadmap.pdf",
                ".actions.pdf")  # fmt: skip
    found = {
        suffix: min(
            seconds(lambda s=suffix: encode(workshop, s, lambda: points)) for _ in range(runs)
        )
        for suffix in suffixes
    }
    whole = large()
    laid = grid(whole)
    for format in ("pdf", "svg", "png"):
        found[f"200 touchpoints, 12 lanes: {format}"] = seconds(
            lambda format=format: paper(whole, laid, format)
        )
    found["200 touchpoints, 12 lanes: a0"] = seconds(lambda: paper(whole, laid, "pdf", size="a0"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with open_store(folder / "kit.sqlite") as store:
            id = examples.load(store, "clothing")
            result = {
                "pictures": pictures(store, id, given.runs),
                "reports": reports(store, id, folder, given.runs),
            }
    print(json.dumps(result, indent=2))
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
