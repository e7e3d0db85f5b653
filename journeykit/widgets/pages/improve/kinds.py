"""Kinds of findings in signs and words, their marks, and what a finding weighs."""

from __future__ import annotations

from journeykit import checks
from journeykit.model import Finding, Workshop

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
#: How much evidence counts: what is measured three times what is believed.
EVIDENCE = {"assumed": 1, "anecdotal": 2, "measured": 3}
#: Channels in which an organization speaks to the market.
MARKETING = (
    "ad", "ads", "advert", "social", "search", "email", "newsletter", "blog", "tv", "radio",
    "print", "outdoor", "event", "influencer", "review", "website", "landing",
)  # fmt: skip


def weight(finding: Finding, status: str = "assumed") -> int | None:
    """Return severity × frequency × evidence, 1 to 75, or None while a mark is not said.

    >>> weight(Finding(severity=4, frequency=5)), weight(Finding(severity=4))
    (20, None)
    >>> weight(Finding(severity=4, frequency=5), "measured")
    60
    """
    if finding.severity is None or finding.frequency is None:
        return None
    return finding.severity * finding.frequency * EVIDENCE[status]


def weighed(workshop: Workshop, finding: Finding) -> int | None:
    """Return the weight of a finding with the evidence that it cites."""
    return weight(finding, checks.cited(workshop, finding.sources).status)


def recurring(workshop: Workshop, finding: Finding) -> tuple[int, int]:
    """Return how many sources say it, and in how many waves (R104).

    Sources of one day or one named wave are one wave; those without a day count as one.
    """
    sources = [workshop.sources[id] for id in finding.sources if id in workshop.sources]
    waves = {
        each.wave or (each.collected.isoformat() if each.collected else "") for each in sources
    }
    return len(sources), len(waves)


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


__all__ = ["FREQUENCY", "KINDS", "SEVERITY", "STRENGTH", "in_marketing", "recurring", "weighed",
           "weight"]  # fmt: skip
