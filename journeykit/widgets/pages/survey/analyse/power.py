"""Power: how many answers it takes to see a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import htpy as h

from journeykit.errors import Refused
from journeykit.widgets import parts
from journeykit.widgets.pages.survey.analyse import figures
from journeykit.widgets.pages.survey.analyse.data import Answers

KINDS = {"nps": "NPS", "share": "A share, as CSAT", "mean": "A mean"}
CHANCES = {"0.8": "80 %", "0.9": "90 %", "0.95": "95 %"}
#: name in the address -> label, what stands there at first, the smallest and the largest
FIELDS: Mapping[str, Mapping[str, tuple[str, float, float, float]]] = {
    "nps": {
        "change": ("Change to see, in points", 10, 1, 200),
        "promoters": ("Promoters now, %", 45, 0, 100),
        "detractors": ("Detractors now, %", 25, 0, 100),
    },
    "share": {
        "change": ("Change to see, in percentage points", 10, 0.5, 99),
        "share": ("Share now, %", 60, 0.5, 99.5),
    },
    "mean": {
        "change": ("Change to see, in points of the scale", 0.3, 0.01, 100),
        "sd": ("Standard deviation of the answers", 1, 0.01, 100),
    },
}
#: beside the change that was asked for, so many times as large
_TIMES = (0.5, 0.75, 1.0, 1.5, 2.0)


def read(kind: str, name: str, text: str) -> float:
    """Return a field's number; raise `Refused` with the rule it breaks."""
    label, _, least, most = FIELDS[kind][name]
    try:
        value = float(text.strip().replace(",", ".").removesuffix("%"))
    except ValueError:
        raise Refused(f"{label}: '{text}' is not a number.") from None
    if not least <= value <= most:
        raise Refused(f"{label}: {value:g} is not between {least:g} and {most:g}.")
    return value


def card(at: Mapping[str, str], answers: Answers | None) -> h.Element:
    """Return the form and how many answers it takes, for changes around the one asked for."""
    kind = at.get("seen", "")
    kind = kind if kind in KINDS else "nps"
    known = _now(answers, kind)
    values = {name: _value(at, kind, name, known) for name in FIELDS[kind]}
    chance = at.get("chance", "")
    chance = chance if chance in CHANCES else "0.8"
    return parts.card(
        "How many answers does it take?",
        h.p(".quiet")["Answers in each of two waves of different people, for a two-sided test "
                      "at 5 %."],
        h.div(".fields")[
            parts.field("What changes", "analyse-seen", kind, "look", {"name": "seen"},
                        kind="select", options=list(KINDS.items())),
            (
                parts.field(label, f"analyse-{kind}-{name}", values[name], "expect",
                            {"kind": kind, "name": name}, kind="number")
                for name, (label, *_) in FIELDS[kind].items()
            ),
            parts.field("Chance to see it", "analyse-chance", chance, "look", {"name": "chance"},
                        kind="select", options=list(CHANCES.items())),
        ],
        _needed(kind, values, float(chance)),
        h.ul(".notes")[_notes(kind, values, float(chance), answers, bool(known))],
        id="analyse-power",
    )  # fmt: skip


def _value(at: Mapping[str, str], kind: str, name: str, known: Mapping[str, float]) -> float:
    try:
        return read(kind, name, at.get(f"{kind}_{name}", ""))
    except Refused:
        return known.get(name, FIELDS[kind][name][1])


def _now(answers: Answers | None, kind: str) -> dict[str, float]:
    """What the survey says now: of its recommendation, its overall or its first rating."""
    found: dict[str, float] = answers.keep(("now", kind), lambda: _found(answers, kind)) \
        if answers else {}  # fmt: skip
    return found


def _found(answers: Answers, kind: str) -> dict[str, float]:
    from journeykit.few import FEWEST
    from journeykit.measures.score import top_box

    asked = [r for r in answers.ratings if (r.kind == "nps") == (kind == "nps")]
    asked.sort(key=lambda r: not r.overall)
    tally = answers.tally(asked[0]) if asked else None
    if tally is None or tally.total < FEWEST:
        return {}
    if kind == "nps":
        return {"promoters": round(100 * tally.share(9, 10), 1),
                "detractors": round(100 * tally.share(0, 6), 1)}  # fmt: skip
    if kind == "mean":
        return {"sd": round(tally.variance**0.5, 2)} if tally.variance > 0 else {}
    share = 100 * tally.share(*top_box(asked[0].low, asked[0].high))
    return {"share": round(min(99.0, max(1.0, share)), 1)}


def _needed(kind: str, values: Mapping[str, float], chance: float) -> h.Node:
    rows = []
    for times in _TIMES:
        change = values["change"] * times
        try:
            n = _SIZES[kind](values, change, chance)
        except Refused as error:
            if times == 1:
                return h.p(".field-error")[str(error)]
            continue
        words = _change(kind, change)
        rows.append([h.strong[words] if times == 1 else words,
                     h.strong[f"{n:,}"] if times == 1 else f"{n:,}"])  # fmt: skip
    return parts.table(["Change", "Answers in each wave"], rows,
                       caption="Answers that a change takes", id="analyse-needed")  # fmt: skip


def _of_nps(values: Mapping[str, float], change: float, chance: float) -> int:
    from journeykit.measures import nps_needed

    return nps_needed(change, values["promoters"] / 100, values["detractors"] / 100, chance)


def _of_share(values: Mapping[str, float], change: float, chance: float) -> int:
    from journeykit.measures import share_needed

    before = values["share"] / 100
    up = before + change / 100
    return share_needed(before, up if up < 1 else before - change / 100, chance)


def _of_mean(values: Mapping[str, float], change: float, chance: float) -> int:
    from journeykit.measures import mean_needed

    return mean_needed(change, values["sd"], chance)


_SIZES: Mapping[str, Callable[[Mapping[str, float], float, float], int]] = {
    "nps": _of_nps, "share": _of_share, "mean": _of_mean,
}  # fmt: skip


def _change(kind: str, change: float) -> str:
    unit = {"nps": "points", "share": "percentage points", "mean": "points of the scale"}[kind]
    return f"{change:g} {unit}"


def _notes(
    kind: str, values: Mapping[str, float], chance: float, answers: Answers | None, known: bool
) -> list[Any]:
    if answers is None:
        return []
    from journeykit.measures import nps_visible, weighting

    n, made = answers.survey.responses, []
    if known:
        made.append(h.li[f"What stands above at first is of '{answers.title}'."])
    if answers.weights is not None:
        import pandas as pd

        design = weighting(pd.DataFrame({"weight": answers.weights})).design_effect
        made.append(h.li[f"The answers are weighted: take {design:.2f} times as many (design "
                         "effect of the weights)."])  # fmt: skip
        n = round(n / design) if design else n
    promoters, detractors = (values.get(name, 0) / 100 for name in ("promoters", "detractors"))
    if kind == "nps" and n and 0 < promoters + detractors <= 1:
        points = nps_visible(n, promoters, detractors, chance)
        made.append(h.li[f"Two waves as large as this one (n {answers.survey.responses:,}) show a "
                         f"change of {figures.plain(points, 1)} points."])  # fmt: skip
    return made


__all__ = ["FIELDS", "card", "read"]
