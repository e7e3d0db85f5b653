"""What was found, as text that a store keeps: a page that is opened again shows it at once."""

from __future__ import annotations

import json
from typing import Any

from journeykit.insight.segments.finding import Segments, Tried

_SIGNS = "0123456789"


def dumps(found: Segments, question: str) -> str:
    """Return what was found and what was asked for, as text."""
    labels = "".join("-" if label < 0 else _SIGNS[label] for label in found.labels.tolist())
    return json.dumps({
        "question": question, "method": found.method, "k": found.k, "best": found.best,
        "n": found.n, "labels": labels, "typical": found.typical, "rand": found.rand,
        "tried": [[t.k, t.criterion, t.smallest, t.large_enough] for t in found.tried],
        "separation": found.separation, "jaccard": found.jaccard, "refits": found.refits,
        "asked": found.asked,
    })  # fmt: skip


def loads(text: str | None, question: str) -> Segments | None:
    """Return what was found for exactly this question, None where it was another."""
    import numpy as np

    if not text:
        return None
    data: dict[str, Any] = json.loads(text)
    if data.pop("question") != question:
        return None
    data["labels"] = np.array([_SIGNS.find(sign) for sign in data["labels"]], dtype=np.int64)
    data["tried"] = tuple(Tried(*each) for each in data["tried"])
    for name in ("typical", "jaccard"):
        data[name] = tuple(data[name])
    return Segments(**data)


__all__ = ["dumps", "loads"]
