"""Scores of real exports, worked out again with plain pandas."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from journeykit.measures import scores
from journeykit.survey import read

#: file -> how many header rows stand above its answers, and how many questions it rates
RATED = {
    "carpentries/long_term_2020_12.csv": (1, 8),
    "google_forms/dask_2019.csv.gz": (1, 1),
    "google_forms/dask_2021.csv.gz": (1, 4),
    "limesurvey/rse_2016_uk.csv": (1, 21),
    "sfo/sfo_2015.csv": (1, 26),
    "sfo/sfo_2016.csv": (1, 26),
}


def points(cells: pd.Series, scale: dict[str, object]) -> pd.Series:
    """Return the answers on a scale as numbers: its labels, or numbers between its ends."""
    labels = {label.casefold(): value for label, value in scale["labels"].items()}
    out = {str(code) for code in (*scale["not_applicable"], *scale["missing"])}
    low, high = sorted((scale["min"], scale["max"]))

    def point(cell: str) -> float:
        text = " ".join(cell.split())
        if text.casefold() in labels:
            return float(labels[text.casefold()])
        try:
            value = float(text)
        except ValueError:
            return math.nan
        return value if low <= value <= high and text not in out else math.nan

    return cells.map(point)


@pytest.mark.parametrize("name", RATED)
def test_rated_questions_of_public_files(public, name):
    """n, mean, NPS and top-2 share are what a plain count of the file's cells gives."""
    path = public(name)
    above, rated = RATED[name]
    survey = read(path)
    frame = pd.read_csv(
        path, dtype=str, keep_default_na=False, encoding="utf-8-sig", header=None, skiprows=above
    )
    header = pd.read_csv(path, dtype=str, nrows=1, header=None, encoding="utf-8-sig").iloc[0]
    named = {" ".join(str(text).split()): at for at, text in enumerate(header)}
    assert len(frame) == survey.rows
    found: dict[tuple[str, str], dict[str, object]] = {
        (one["question"], one["measure"]): one for one in scores(survey)
    }
    weight = pd.Series(1.0, index=frame.index)
    if survey.weight:
        weight = pd.to_numeric(frame[named[survey.weight]])
    seen = 0
    for question in survey.to_json()["questions"]:
        if question["kind"] not in ("nps", "csat", "ces", "rating", "likert"):
            continue
        seen += 1
        column, code = question["columns"][0], f"{question['id']}. "
        at = next(at for text, at in named.items() if text == column or text.startswith(code))
        values = points(frame[at], question["scale"])
        w = weight[values.notna()]
        values = values.dropna()
        mean = found[question["id"], "mean"]
        assert mean["n"] == question["answered"] == len(values)
        if mean["suppressed"]:
            assert len(values) < 5
            continue
        assert mean["value"] == pytest.approx((values * w).sum() / w.sum(), abs=1e-5)
        if (nps := found.get((question["id"], "nps"))) is not None:
            group = (values >= 9).astype(int) - (values <= 6).astype(int)
            assert nps["value"] == pytest.approx(100 * (group * w).sum() / w.sum(), abs=1e-5)
        if (csat := found.get((question["id"], "csat"))) is not None:
            high, low = question["scale"]["max"], question["scale"]["min"]
            best = values >= high - 1 if high > low else values <= high + 1
            assert csat["value"] == pytest.approx(w[best].sum() / w.sum(), abs=1e-5)
    assert seen == rated
