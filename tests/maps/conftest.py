"""The map of the look: a winter jacket, ten touchpoints, customers and team."""

from __future__ import annotations

import pytest

from journeykit.emotions import Point
from journeykit.model import (
    Finding,
    Journey,
    Link,
    Note,
    Path,
    Persona,
    Source,
    Stage,
    Touchpoint,
    Workshop,
)

STAGES = {
    "Awareness": ["Sees a friend's post|social|online", "Searches, lands on site|website|online"],
    "Consideration": [
        "Compares sizes and reviews|website|online",
        "Asks chat about fabric|chat|online",
    ],
    "Purchase": [
        "Adds to basket|website|online",
        "Checkout|website|online",
        "Delivery|courier|offline",
    ],
    "Retention": ["Tries on, returns one|parcel shop|offline", "Refund arrives|e-mail|online"],
    "Advocacy": ["Tells a colleague|word of mouth|"],
}
DOES = [
    "Scrolls at lunch", "Types the brand name", "Opens six tabs", "Asks “does it shrink?”",
    "Adds two sizes", "Looks for PayPal", "Waits at home", "Prints a label", "Checks the bank",
    "Shows the jacket",
]  # fmt: skip
PAINS = {2: "sizes differ by brand", 5: "5 steps, forced account", 6: "no time slot",
         7: "return policy unclear"}  # fmt: skip
IDEAS = {2: "size advisor", 5: "guest checkout", 6: "pick a slot", 7: "label in the box",
         8: "say when it comes", 9: "referral thank-you"}  # fmt: skip
#: customers: value, half of the interval, n
SAID = [(0.9, 0.3, 212), (0.5, 0.3, 212), (0.8, 0.3, 198), (1.2, 0.4, 60), (0.6, 0.3, 188),
        (-1.3, 0.3, 188), (0.3, 0.3, 171), (-0.9, 0.4, 58), None, (1.1, 0.5, 40)]  # fmt: skip
GUESSED = [1.2, 0.8, 0.6, 1.0, 0.9, -0.2, 0.8, 0.4, 0.6, 1.4]


def point(touchpoint, source, value, low=None, high=None, n=12, shown=True):
    reason = "" if shown else "fewer than 5 answers"
    return Point(touchpoint, source, value, low, high, n, value, shown, reason)


def build() -> Workshop:
    journey = Journey(id="j", title="Buying a winter jacket", persona="sarah",
                      lanes=("actions", "thoughts"))  # fmt: skip
    stages, touchpoints, notes = {}, {}, {}
    for s, (name, points) in enumerate(STAGES.items()):
        stages[f"s{s}"] = Stage(id=f"s{s}", journey="j", name=name, rank=s)
        for line in points:
            t = len(touchpoints)
            what, channel, presence = line.split("|")
            touchpoints[f"t{t}"] = Touchpoint(
                id=f"t{t}", stage=f"s{s}", name=what, channel=channel, presence=presence or None,
                rank=t, moment_of_truth=t in (5, 7),
            )  # fmt: skip
            notes[f"n{t}"] = Note(id=f"n{t}", lane="actions", touchpoint=f"t{t}", text=DOES[t])
    findings = {f"p{t}": Finding(id=f"p{t}", title=text, touchpoint=f"t{t}")
                for t, text in PAINS.items()}  # fmt: skip
    findings |= {f"o{t}": Finding(id=f"o{t}", kind="opportunity", title=text, touchpoint=f"t{t}")
                 for t, text in IDEAS.items()}  # fmt: skip
    return Workshop(
        id="w",
        personas={"sarah": Persona(id="sarah", name="Sarah")},
        journeys={"j": journey},
        stages=stages,
        touchpoints=touchpoints,
        notes=notes,
        findings=findings,
        sources={"survey": Source(id="survey", n=212)},
        links={
            f"l{t}": Link(id=f"l{t}", source="survey", question=f"q{t}", touchpoint=f"t{t}")
            for t in (0, 1, 2)
        },
        paths={
            "loop": Path(id="loop", start="t8", end="t2", title="orders another size"),
            "skip": Path(id="skip", start="t3", end="t5", kind="branch", title="knows it"),
        },
    )


@pytest.fixture
def jacket() -> Workshop:
    return build()


@pytest.fixture
def points() -> list[Point]:
    found = [point(f"t{i}", "team", value) for i, value in enumerate(GUESSED)]
    for i, said in enumerate(SAID):
        if said is None:
            found.append(point(f"t{i}", "survey", None, n=3, shown=False))
        else:
            value, half, n = said
            found.append(point(f"t{i}", "survey", value, value - half, value + half, n))
    return found
