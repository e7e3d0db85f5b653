"""A small workshop that holds something of every kind."""

from __future__ import annotations

import pytest

from journeykit.edits import Put, Rate, Vote, apply
from journeykit.model import Workshop

ENTITIES = [
    ("sources", {"id": "s1", "kind": "interview", "title": "Five talks", "n": 5}),
    ("personas", {
        "id": "p1", "name": "Sarah", "goals": ["stay warm | dry", "a \\ b"],
        "rule": {"age": ["30-39", "40-49"]}, "evidence": {"goals": ["s1"]},
    }),
    ("journeys", {"id": "j1", "title": "Jacket", "persona": "p1", "rank": 1}),
    ("journeys", {"id": "j2", "title": "Ideal", "state": "ideal", "copied_from": "j1", "rank": 2}),
    ("stages", {"id": "st1", "journey": "j1", "name": "Buy", "target_valence": 1.5, "rank": 1}),
    ("touchpoints", {
        "id": "t1", "stage": "st1", "name": "=Checkout", "channel": "website",
        "moment_of_truth": True, "sources": ["s1"], "expectation_met": False,
    }),
    ("touchpoints", {"id": "t2", "stage": "st1", "name": "Delivery", "rank": 2.5}),
    ("paths", {"id": "pa", "start": "t2", "end": "t1", "title": "'=again"}),
    ("links", {"id": "l1", "source": "s1", "question": "Q1", "touchpoint": "t1",
               "not_applicable": [6], "missing": [0, 9], "n": 5}),
    ("notes", {"id": "n1", "touchpoint": "t1", "text": "looks,\r\n\"PayPal\"\n- later"}),
    ("findings", {"id": "f1", "title": "5 steps", "severity": 4, "touchpoint": "t1"}),
    ("findings", {"id": "f2", "kind": "opportunity", "title": "Guest", "answers": "f1"}),
    ("kpis", {"id": "k1", "name": "Conversion", "better": "lower", "target": -0.5}),
    ("measurements", {"id": "m1", "kpi": "k1", "day": "2026-05-01", "value": -1.25, "low": -2}),
    ("actions", {"id": "a1", "title": "Guest checkout", "findings": ["f1"], "due": "2026-12-01"}),
    ("activities", {"id": "ac", "title": "Rate", "ends_at": "2026-11-21T10:00:00+00:00"}),
    ("participants", {"id": "u1", "name": "Ann", "consented": "2026-11-21T09:00:00+00:00"}),
    ("answers", {"participant": "u1", "activity": "ac", "choice": "=yes", "order": ["f1"]}),
    ("marks", {"participant": "u1", "row": "actor", "score": 2, "remark": "-clear"}),
    ("themes", {"id": "th", "name": "Delivery", "words": ["late", "slow"], "finding": "f1"}),
    ("codings", {"id": "co", "source": "s1", "question": "Q2", "row": 3, "valence": -1,
                 "themes": ["th"], "kind": "risk"}),
    ("patterns", {"id": "pt", "metric": "bounce rate", "threshold": 0.6, "touchpoint": "t1"}),
    ("contents", {"id": "c1", "stage": "st1", "title": "+Size guide", "reviewed": "2026-05-02"}),
    ("personalizations", {"id": "pz", "stage": "st1", "data_needed": ["orders"], "opt_out": True}),
    ("versions", {"id": "v1", "name": "Spring", "day": "2026-05-03", "seq": 12}),
    ("triggers", {"id": "tr", "title": "New shop", "day": "2026-05-04", "kind": "product"}),
    ("waves", {"id": "wv", "source": "s1", "planned": "2027-05-01", "every_months": 6}),
]  # fmt: skip


@pytest.fixture
def workshop() -> Workshop:
    built = Workshop.new("Jacket – größe 34 °C", id="w1")
    for collection, entity in ENTITIES:
        built = apply(built, Put(collection=collection, entity=entity))
    built = apply(built, Rate(participant="u1", touchpoint="t1", valence=-2, labels=("angry",)))
    return apply(built, Vote(participant="u1", item="f1", dots=3))
