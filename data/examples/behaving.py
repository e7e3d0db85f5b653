"""Draws what visitors of a story did: an event log, and the web shop's numbers by month."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np
from drawing import written

END = "end"


def events(story: dict[str, Any]) -> bytes:
    """Return the event log of a story: who, when, which touchpoint, through which channel.

    From each touchpoint a case moves on by the story's chances until it ends.
    """
    told = story["events"]
    rng = np.random.default_rng(story["seed"] + 3)
    names = {t["id"]: t for stage in story["stages"] for t in stage["touchpoints"]}
    begins = datetime.combine(told["from"], datetime.min.time())
    rows: list[tuple[str, str, str, str]] = []
    for case in range(told["cases"]):
        at = begins + timedelta(minutes=int(rng.integers(told["days"] * 24 * 60)))
        here, device = _drawn(rng, told["starts"]), _drawn(rng, told["devices"])
        for _ in range(25):
            step = names.get(here, {})
            where = device if step.get("channel", "website") == "website" else step["channel"]
            row = f"{at:%Y-%m-%d %H:%M}", str(step.get("name", here)), where
            rows.append((f"V{10_000 + case}", *row))
            here = _drawn(rng, told["moves"][here])
            if here == END:
                break
            low, high = told["hours"].get(here, told["hours"]["other"])
            at += timedelta(minutes=1 + round(60 * rng.uniform(low, high)))
    rows.sort(key=lambda row: (row[1], row[0]))
    return written(dict(zip(("case", "time", "touchpoint", "channel"), zip(*rows, strict=True),
                            strict=True)))  # fmt: skip


def _drawn(rng: Any, chances: dict[str, float]) -> str:
    shares = np.array(list(chances.values()), float)
    return str(rng.choice(list(chances), p=shares / shares.sum()))


def metrics(story: dict[str, Any]) -> bytes:
    """Return the numbers of a story by month, each share with what it is a share of."""
    names = {t["id"]: t["name"] for stage in story["stages"] for t in stage["touchpoints"]}
    rows = [
        (day, names[place], metric, value, base)
        for day, place, metric, value, base, _ in months(story)
    ]
    columns = ("date", "touchpoint", "metric", "value", "n")
    return written(dict(zip(columns, zip(*rows, strict=True), strict=True)))


def months(story: dict[str, Any]) -> list[tuple[str, str, str, str, str, int]]:
    """Return day, touchpoint, metric, value, base and hits of each number, month after month."""
    rng = np.random.default_rng(story["seed"] + 4)
    rows = []
    for each in story["metrics"]:
        for at, middle in enumerate(each["by_month"]):
            month = each.get("first", 11) - 1 + at
            day = f"{2025 + month // 12}-{month % 12 + 1:02d}-01"
            if "base" not in each:
                value = round(middle * rng.uniform(0.96, 1.04))
                rows.append((day, each["at"], each["metric"], str(value), "", 0))
                continue
            base = round(each["base"] * rng.uniform(0.9, 1.1))
            hits = int(rng.binomial(base, middle))
            value = f"{hits / base:.4f}"
            rows.append((day, each["at"], each["metric"], value, str(base), hits))
    return rows
