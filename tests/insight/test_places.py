"""Which activity is which touchpoint is proposed by the words of their names."""

from __future__ import annotations

import pytest

from journeykit.insight.places import proposed
from journeykit.model import Touchpoint

NAMES = ("Product page", "Checkout", "Delivery", "Service call", "Search results")
POINTS = [Touchpoint(id=f"t{at}", stage="s", name=name) for at, name in enumerate(NAMES)]


@pytest.mark.parametrize(
    ("activity", "touchpoint"),
    [
        ("product_page", "Product page"), ("ProductPageViewed", "Product page"),
        ("/checkout/step-1", "Checkout"), ("payment", "Checkout"), ("parcel delivered", "Delivery"),
        ("xyz_17", None), ("", None),
    ],
)  # fmt: skip
def test_an_activity_is_proposed_by_its_words(activity: str, touchpoint: str | None) -> None:
    """Codes, camel case, addresses and other words for the same moment."""
    found = proposed([activity], POINTS).get(activity)
    assert (NAMES[int(found.touchpoint[1:])] if found else None) == touchpoint


def test_nothing_is_proposed_without_touchpoints() -> None:
    """An empty map is no error."""
    assert proposed(["pay"], []) == {}
