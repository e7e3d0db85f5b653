"""How long the Emotions page takes after one rating, and the curve of many answers.

    python benchmarks/emotions.py --out out/emotions.json

Rating: a map of 100 touchpoints that 40 people rated; one more rating is stored and the page is
drawn again (map, curve, blind spots, reading guide), beside what a notebook would do: the medians
and quartiles by pandas and an Altair chart of them. Curve: 100,000 answers about 20 touchpoints
with bootstrap intervals, beside drawing the respondents one by one a thousand times with numpy.
The runs take turns in one process; the median of each is told.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TOUCHPOINTS, PEOPLE = 100, 40
ANSWERS, PLACES, DRAWS = 100_000, 20, 1_000


def workshop() -> Any:
    """Return a workshop in which everybody has rated everything."""
    import random

    from journeykit.model import Journey, Rating, Stage, Touchpoint, Workshop

    chance = random.Random(1)
    stages = {f"s{i}": Stage(id=f"s{i}", journey="j", name=f"Stage {i}", rank=i, target_valence=1)
              for i in range(10)}  # fmt: skip
    places = {f"t{i}": Touchpoint(id=f"t{i}", stage=f"s{i // 10}", name=f"Place {i}", rank=i)
              for i in range(TOUCHPOINTS)}  # fmt: skip
    given = [
        Rating.model_validate(
            {"participant": f"p{person}", "touchpoint": place, "valence": chance.randint(-2, 2)}
        )
        for person in range(PEOPLE)
        for place in places
    ]
    return Workshop.new("Many touchpoints").model_copy(
        update={
            "journeys": {"j": Journey(id="j")}, "stages": stages, "touchpoints": places,
            "ratings": {rating.id: rating for rating in given},
        }
    )  # fmt: skip


def by_notebook(ratings: Any) -> str:
    """What anybody writes first: a group-by of the ratings, and a chart of it."""
    import altair as alt
    import pandas as pd

    frame = pd.DataFrame([{"at": r.touchpoint, "valence": r.valence} for r in ratings])
    each = frame.groupby("at")["valence"]
    table = pd.DataFrame(
        {"low": each.quantile(0.25), "middle": each.median(), "high": each.quantile(0.75)}
    ).reset_index()
    base = alt.Chart(table).encode(x="at:N")
    chart = base.mark_line(point=True).encode(y="middle:Q") + base.mark_rule().encode(
        y="low:Q", y2="high:Q"
    )
    return str(chart.to_json())


def answers(weighted: bool) -> Any:
    """Return a tidy frame of answers on 1 to 5, one a person and place."""
    import numpy as np
    import pandas as pd

    chance = np.random.default_rng(1)
    people = ANSWERS // PLACES
    return pd.DataFrame({
        "respondent": np.tile([f"s.{at}" for at in range(people)], PLACES),
        "touchpoint": np.repeat([f"t{at}" for at in range(PLACES)], people), "stage": "",
        "question": "q", "kind": "rating", "value": chance.integers(1, 6, ANSWERS).astype(float),
        "low": 1.0, "high": 5.0,
        "weight": chance.uniform(0.5, 2, ANSWERS) if weighted else np.ones(ANSWERS),
    })  # fmt: skip


def one_by_one(frame: Any) -> list[tuple[float, float]]:
    """The reference: each respondent drawn by itself."""
    import numpy as np

    chance, found = np.random.default_rng(2), []
    for _, part in frame.groupby("touchpoint"):
        values = part["value"].to_numpy()
        drawn = [values[chance.integers(0, len(values), len(values))].mean() for _ in range(DRAWS)]
        found.append(tuple(np.quantile(drawn, [0.025, 0.975])))
    return found


def rounds(times: int, jobs: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Return the median seconds of each job, the jobs taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(times):
        for name, job in jobs.items():
            began = time.perf_counter()
            job()
            taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def rating(folder: Path, times: int) -> dict[str, float]:
    """Measure the page after a rating."""
    from journeykit.store import open_store
    from journeykit.widgets import open_view

    with open_store(folder / "kit.sqlite") as store:
        view = open_view("emotions", store, store.create(workshop()))
        view.ui["visitor"] = "p0"
        turn = iter(range(10_000))

        def rate() -> str:
            at = next(turn)
            args = {"touchpoint": f"t{at % TOUCHPOINTS}", "valence": at % 5 - 2}
            view.call("rate", args)
            return str(view.render())

        rate()
        by_notebook(view.workshop.ratings.values())
        return rounds(times, {
            "stored and drawn after a rating": rate,
            "pandas and Altair (reference)": lambda: by_notebook(view.workshop.ratings.values()),
        })  # fmt: skip


def curves(times: int) -> dict[str, float]:
    """Measure the curve of many answers; intervals that were kept are forgotten each time."""
    from journeykit.emotions import curve
    from journeykit.measures import intervals

    order = [f"t{at}" for at in range(PLACES)]
    plain, weighted = answers(False), answers(True)

    def fresh(frame: Any) -> Any:
        intervals._bca.cache_clear()
        return curve(frame, (), order)

    fresh(plain)
    return rounds(times, {
        "curve": lambda: fresh(plain),
        "curve, weighted": lambda: fresh(weighted),
        "numpy, one by one (reference)": lambda: one_by_one(plain),
    })  # fmt: skip


def main() -> None:
    """Measure both, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = rating(Path(folder), given.rounds) | curves(given.rounds)
    result = {
        "touchpoints": TOUCHPOINTS, "people": PEOPLE, "answers": ANSWERS,
        "seconds": {name: round(seconds, 4) for name, seconds in found.items()},
        "rating / reference": round(
            found["stored and drawn after a rating"] / found["pandas and Altair (reference)"], 3
        ),
        "curve / reference": round(found["curve"] / found["numpy, one by one (reference)"], 3),
    }  # fmt: skip
    print(json.dumps(result, indent=2))
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
