"""Kinds of findings in signs and words, and their marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from journeykit.model import Finding, Workshop
from journeykit.model.content import ContentStatus

#: kind -> its sign, its name, its name for several
KINDS = {
    "pain": ("▼", "Pain", "pains"), "gap": ("◇", "Gap", "gaps"),
    "unmet_need": ("○", "Unmet need", "unmet needs"), "risk": ("△", "Risk", "risks"),
    "delight": ("▲", "Delight", "delights"), "opportunity": ("✦", "Opportunity", "opportunities"),
}  # fmt: skip
SEVERITY = {
    "": "—", "1": "1 hardly noticed", "2": "2 annoying", "3": "3 costs time or effort",
    "4": "4 makes people doubt", "5": "5 makes people leave",
}  # fmt: skip
STRENGTH = {
    "": "—", "1": "1 pleasant", "2": "2 nice", "3": "3 good", "4": "4 remarkable",
    "5": "5 people tell others",
}  # fmt: skip
FREQUENCY = {
    "": "—", "1": "1 a few", "2": "2 some", "3": "3 about half", "4": "4 most",
    "5": "5 nearly everybody",
}  # fmt: skip
#: where a piece of content or a rule of personalization stands
STATUS: Mapping[str, str] = {
    "missing": "Missing", "planned": "Planned", "making": "In the making", "live": "Live",
    "retired": "Retired",
}  # fmt: skip
assert set(STATUS) == set(get_args(ContentStatus))
#: Channels in which an organization speaks to the market.
MARKETING = (
    "ad", "ads", "advert", "social", "search", "email", "newsletter", "blog", "tv", "radio",
    "print", "outdoor", "event", "influencer", "review", "website", "landing",
)  # fmt: skip


def in_marketing(workshop: Workshop, finding: Finding) -> bool:
    """Whether a finding is about what the organization says to the market (R112).

    That is a gap, a need or an opportunity before the purchase or in a channel of marketing,
    or one that sells.
    """
    if finding.catalogue in ("targeted-campaigns", "upsell", "cross-sell"):
        return True
    touchpoint = workshop.touchpoints.get(finding.touchpoint or "")
    if touchpoint is None:
        return False
    words = touchpoint.channel.casefold().replace("-", "").split()
    return touchpoint.phase == "pre" or any(
        word == name or (len(name) > 3 and word.startswith(name))
        for word in words
        for name in MARKETING
    )


__all__ = ["FREQUENCY", "KINDS", "SEVERITY", "STATUS", "STRENGTH", "in_marketing"]
