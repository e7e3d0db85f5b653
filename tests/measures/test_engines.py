"""The same measures give the same numbers whatever holds the answers."""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from journeykit import measures

N = 400
RANDOM = np.random.default_rng(17)
WIDE = pd.DataFrame({
    "id": [f"p{i}" for i in range(N)],
    "segment": RANDOM.choice(["new", "old", "none"], N, p=[0.5, 0.485, 0.015]),
    "plan": RANDOM.choice(["pro", "free", ""], N, p=[0.4, 0.5, 0.1]),
    "used": RANDOM.choice(["app;web", "web", "app; desk", ""], N),
    "app": RANDOM.choice(["x", ""], N),
    "desk": RANDOM.choice(["x", "No", ""], N),
    "staff": RANDOM.integers(1, 6, N).astype(float),
    "signs": RANDOM.integers(1, 6, N).astype(float),
    "weight": RANDOM.choice([0.5, 1.0, 2.0], N),
})  # fmt: skip
WIDE["overall"] = np.clip(np.round(0.6 * WIDE["staff"] + RANDOM.normal(1, 1, N)), 1, 5)
LONG = pd.concat([
    WIDE[["id", "segment", "weight"]].assign(
        question=question, wave=wave,
        value=np.clip(WIDE["overall"] + (wave - 2025) * RANDOM.integers(0, 2, N), 1, 5),
    )
    for question in ("desk", "web") for wave in (2025, 2026)
], ignore_index=True)  # fmt: skip
KANO = pd.DataFrame({
    "question": RANDOM.choice(["chat", "bag"], N),
    "functional": RANDOM.integers(1, 6, N), "dysfunctional": RANDOM.integers(1, 6, N),
})  # fmt: skip

#: what is asked of every engine: frame name → function of a frame
ASKED: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "nps": ("long", lambda f: measures.table(f, "nps", ("question", "wave"))),
    "csat by segment": ("long", lambda f: measures.table(f, "csat", ("question", "segment"))),
    "mean": ("long", lambda f: measures.table(f, "mean")),
    "who": ("wide", lambda f: measures.who(f, {"plan": ["pro"], "staff": ["4", "5"]})),
    "who of bands": ("wide", lambda f: measures.who(f, {"staff": ["2 to 4", "9 or more"]})),
    "who of options": ("wide", lambda f: measures.who(f, {"used": ["app"]}, {"used": ";"})),
    "compare waves": ("long", lambda f: measures.compare(f, "wave", "mean")),
    "compare segments": ("long", lambda f: measures.compare(f, "segment", "ordinal")),
    "options": ("wide", lambda f: measures.frequencies(f, "used", ("segment",), separator=";")),
    "ticked": ("wide", lambda f: measures.ticked(f, ["app", "desk"])),
    "crosstab": ("wide", lambda f: measures.crosstab(f, "segment", "staff")),
    "missing": (
        "wide", lambda f: measures.missing_answers(f, ["plan", "staff"], {"plan": ["pro"]})
    ),
    "raked": ("wide", lambda f: measures.rake(f, {"staff": dict.fromkeys(range(1, 6), 0.2)})),
    "drivers": ("wide", lambda f: measures.key_drivers(f, "overall", ["staff", "signs"])),
    "kano": ("kano", lambda f: measures.kano_table(f)),
}  # fmt: skip
#: the same where what comes back is no frame
NUMBERS: dict[str, Callable[[Any], Any]] = {
    "weights": lambda f: measures.weighting(f),
    "association": lambda f: measures.association(f, "segment", "plan"),
    "complete": lambda f: measures.complete_cases(f, ["plan", "staff"]),
    "views": lambda f: measures.apart(f, {"segment": ["new", "old"]}, {}),
}


def records(frame: Any) -> list[dict[str, Any]]:
    """The rows of any frame as plain values, in an order that no engine decides."""
    import narwhals as nw

    native: Any = nw.from_native(frame)
    if isinstance(native, nw.LazyFrame):
        native = native.collect()
    rows = [{name: plain(cell) for name, cell in row.items()} for row in native.rows(named=True)]
    return sorted(rows, key=lambda row: [str(row[name]) for name in sorted(row)])


def plain(cell: Any) -> Any:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return None
    return round(float(cell), 9) if isinstance(cell, int | float | np.number) else cell


@pytest.fixture(scope="module")
def duck() -> Iterator[Any]:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if not shutil.which("java"):
        pytest.skip("PySpark needs Java, which is not here")
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = sql.SparkSession.builder.master("local[1]").appName("journeykit")
    for key, value in {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1",
                       "spark.driver.memory": "1g"}.items():  # fmt: skip
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(params=["polars", "polars lazy", "pyarrow", "duckdb", "pyspark"])
def engine(request: pytest.FixtureRequest) -> Callable[[pd.DataFrame], Any]:
    """Return what puts a pandas frame into another engine."""
    if request.param == "pyarrow":
        import pyarrow as pa

        return lambda frame: pa.Table.from_pandas(frame, preserve_index=False)
    if request.param == "duckdb":
        connection = request.getfixturevalue("duck")
        return lambda frame: connection.from_arrow(_arrow(frame))
    if request.param == "pyspark":
        session = request.getfixturevalue("spark")
        return lambda frame: session.createDataFrame(frame.to_dict("records"))
    polars = pytest.importorskip("polars", reason="Polars is not installed")
    if request.param == "polars":
        return lambda frame: polars.from_dict(frame.to_dict("list"))
    return lambda frame: polars.from_dict(frame.to_dict("list")).lazy()


def _arrow(frame: pd.DataFrame) -> Any:
    import pyarrow as pa

    return pa.Table.from_pandas(frame, preserve_index=False)


FRAMES = {"long": LONG, "wide": WIDE, "kano": KANO}


@pytest.mark.parametrize("asked", ASKED)
def test_every_engine_gives_the_numbers_of_pandas(asked, engine):
    """A frame of pandas and one of another engine: the same rows to nine decimals."""
    name, find = ASKED[asked]
    expected = records(find(FRAMES[name]))
    found = records(find(engine(FRAMES[name])))
    assert expected
    assert found == expected


@pytest.mark.parametrize("asked", NUMBERS)
def test_every_engine_gives_the_same_single_numbers(asked, engine):
    """Weights, association, complete cases and views."""
    assert NUMBERS[asked](engine(WIDE)) == NUMBERS[asked](WIDE)


def test_every_engine_links_the_same_people(engine):
    """Who answered both waves, and what."""
    one = LONG[LONG["question"] == "desk"]
    expected = measures.link(one, 2025, 2026)
    found = measures.link(engine(one), 2025, 2026)
    assert (found, found.n) == (expected, N)


def test_an_eager_frame_comes_back_as_its_own_kind():
    """Polars in, Polars out."""
    polars = pytest.importorskip("polars", reason="Polars is not installed")
    frame = polars.from_dict(LONG.to_dict("list"))
    assert isinstance(measures.table(frame), polars.DataFrame)
    assert isinstance(measures.who(frame.lazy(), {"wave": ["2025"]}), polars.LazyFrame)
