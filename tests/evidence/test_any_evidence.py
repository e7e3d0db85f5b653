"""Whatever is dropped or pasted: evidence or one clear line, never a crash."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeykit import evidence
from journeykit.errors import Refused
from journeykit.survey import from_parquet

CELLS = st.sampled_from(
    ["", "text", "stars", "date", "metric", "value", "case", "activity", "time", "5", "★★", "8/0",
     "1,5", "12%", "99999999999999999999", "2026-03-01", "31/31/2026", "00:00:01", "a@b.example",
     "pain: x", "#risk", "Ann: hi", "# Start date: 2026", "From: Ann", '"', "\n", "\u2028", "−3",
     "=1+1", "nan", "inf", "1e400", "0000-00-00", "[12.03.26, 10:14:03] Ann: Hi", "\0"]
)  # fmt: skip
TABLES = st.builds(
    lambda rows, mark: "\n".join(mark.join(row) for row in rows),
    st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t", " "]),
)


@pytest.mark.parametrize("way", evidence.WAYS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.one_of(TABLES, st.text(max_size=200)), data=st.binary(max_size=120))
def test_nothing_crashes(way: str, text: str, data: bytes) -> None:
    """What is read has a title, a method, and rows that the store can keep and return."""
    for given_, name in ((text, ""), (text.encode(errors="replace"), "a.csv"), (data, "a.txt")):
        with contextlib.suppress(Refused):
            found = evidence.read(way, given_, name)
            assert found.title
            assert found.method
            assert found.n is None or found.n >= 0
            if way != "picture":
                evidence.figures_of(from_parquet(found.data), "s")
