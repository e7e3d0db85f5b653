"""Evidence under way: what was read and decided, before it is in the workshop.

Its rows, without personal data, wait as a dataset of the store and the decisions as one setting
per workshop, like an import of a survey: a reload or another facilitator finds them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from journeykit.errors import JourneykitError
from journeykit.evidence import Evidence

if TYPE_CHECKING:
    from journeykit.store import Store

_SETTING = "evidence-draft."


@dataclass(frozen=True)
class EvidenceDraft:
    """What was read, where its rows are, and what has been decided about it.

    ``decided`` gives the touchpoint for a place, ``speaks`` the one that all is about.
    """

    evidence: Evidence
    dataset: str = ""
    by: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    decided: dict[str, str] = field(default_factory=dict)
    speaks: str = ""
    findings: bool = True


def begun(store: Store, evidence: Evidence, decided: dict[str, str], by: str) -> EvidenceDraft:
    """Return the draft of evidence that was just read; its rows are in the store then."""
    dataset = store.put_dataset(evidence.data) if evidence.data else ""
    return EvidenceDraft(replace(evidence, data=b""), dataset, by, {}, decided)


def load(store: Store, workshop: str) -> EvidenceDraft | None:
    """Return the draft of a workshop, None where there is none that this version can read."""
    try:
        data = json.loads(store.setting(_SETTING + workshop) or "null")
        if data is None:
            return None
        told = data.pop("evidence")
        if told["collected"]:
            told["collected"] = date.fromisoformat(told["collected"])
        told["places"] = tuple((str(place), int(n)) for place, n in told["places"])
        told["told"] = tuple(told["told"])
        draft = EvidenceDraft(Evidence(**told), **data)
        if draft.dataset:
            store.dataset(draft.dataset)
        return draft
    except (ValueError, TypeError, KeyError, JourneykitError):
        return None


def save(store: Store, workshop: str, draft: EvidenceDraft | None) -> None:
    """Keep a draft in place of the one before; None ends it."""
    text = ""
    if draft is not None:
        told = asdict(replace(draft, evidence=replace(draft.evidence, data=b"")))
        del told["evidence"]["data"]
        day = draft.evidence.collected
        told["evidence"]["collected"] = day.isoformat() if day else None
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    store.set_setting(_SETTING + workshop, text)
