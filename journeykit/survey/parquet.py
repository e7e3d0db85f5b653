"""A survey as one Parquet file, which is how the store keeps it.

The answers are columns of text. What was decided about the file travels in the schema's
metadata as JSON, so that a dataset needs nothing beside it. Equal surveys give equal bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from journeykit.errors import Refused
from journeykit.survey.columns import Answers, column
from journeykit.survey.files import File
from journeykit.survey.question import Question, Scale
from journeykit.survey.shapes import Table
from journeykit.survey.survey import Personal, SetAside, Survey

_KEY = b"journeykit.survey"
_VERSION = 1


def to_parquet(survey: Survey) -> bytes:
    """Return the survey, its answers and its questions, as the bytes of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    answers = survey.answers
    cells = {name: column.arrow().cast(pa.string()) for name, column in answers.columns.items()}
    table = pa.table(cells).combine_chunks()
    meta = json.dumps(_meta(survey), ensure_ascii=False, sort_keys=True).encode()
    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({_KEY: meta}), sink, compression="zstd")
    return sink.getvalue()


def from_parquet(data: bytes) -> Survey:
    """Return the survey that `to_parquet` wrote; refuse other bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    try:
        table = pq.read_table(io.BytesIO(data))
    except (ArrowException, OSError):
        raise Refused("This dataset is not a Parquet file, or it is damaged.") from None
    meta = (table.schema.metadata or {}).get(_KEY)
    if meta is None:
        raise Refused("This Parquet file does not hold a survey of journeykit.")
    told = json.loads(meta)
    columns = {
        name: column(cells.cast(pa.large_string()))
        for name, cells in zip(table.column_names, table.columns, strict=True)
    }
    # a table whose columns were all personal still has its respondents
    return _survey(told, Answers(columns, told["responses"]))


def _meta(survey: Survey) -> dict[str, Any]:
    plain = {
        name: getattr(survey, name)
        for name in (
            "file", "tool", "format", "encoding", "delimiter", "header_rows", "rows", "weight",
            "partial", "test", "left_out", "salted",
        )
    }  # fmt: skip
    return plain | {
        "version": _VERSION,
        "responses": survey.responses,
        "set_aside": [asdict(aside) for aside in survey.set_aside],
        "privacy": [asdict(found) for found in survey.privacy],
        "warnings": list(survey.warnings),
        "questions": [_question_meta(question) for question in survey.questions],
    }


def _question_meta(question: Question) -> dict[str, Any]:
    data = {item.name: getattr(question, item.name) for item in fields(question)}
    return data | {"scale": question.scale.to_json() if question.scale else None}


def _survey(meta: Mapping[str, Any], frame: Any) -> Survey:
    if meta.get("version") != _VERSION:
        raise Refused(f"This dataset was written by another version ({meta.get('version')}).")
    plain = {key: value for key, value in meta.items() if key not in ("version", "responses")}
    return Survey(
        **plain
        | {
            "frame": frame,
            "set_aside": tuple(SetAside(**aside) for aside in meta["set_aside"]),
            "privacy": tuple(Personal(**found) for found in meta["privacy"]),
            "warnings": tuple(meta["warnings"]),
            "questions": tuple(_question(question) for question in meta["questions"]),
        }
    )


def _question(data: Mapping[str, Any]) -> Question:
    scale = data["scale"]
    known = {item.name for item in fields(Question)}
    return Question(
        **{key: value for key, value in data.items() if key in known}
        | {
            "scale": Scale.from_json(scale) if scale else None,
            "columns": tuple(data["columns"]),
            "options": tuple(data["options"]),
        }
    )


def table(file: File) -> Table:
    """Return the records of a Parquet file that another tool wrote, as text."""
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    try:
        table = pq.read_table(io.BytesIO(file.data))
    except (ArrowException, OSError) as error:
        raise Refused(f"'{file.name}' is not a Parquet file ({str(error)[:120]}).") from None
    columns = [
        ["" if value is None else str(value) for value in column.to_pylist()]
        for column in table.columns
    ]
    return Table([table.column_names, *map(list, zip(*columns, strict=True))])
