"""What could be done about a finding: entries of the catalogues, each with why it is proposed.

Stage, feeling and pain decide (R93, R108 to R112, R160 to R166, R180 to R189). A proposal is a
place to begin, never a decision, so every one says its reasons and the KPI it should move.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from journeykit import library
from journeykit.library.entries import Entry, PainEntry
from journeykit.model import Finding, Stage, Touchpoint, Workshop

#: Stages of the catalogues that a phase stands for, where a stage has a name of its own.
PHASES = {
    "pre": ("Awareness", "Interest", "Consideration"),
    "purchase": ("Decision", "Purchase"),
    "post": ("Post-purchase", "Retention", "Loyalty", "Advocacy"),
}
_PHASE_WORDS = {"pre": "before the purchase", "purchase": "at the purchase",
                "post": "after the purchase"}  # fmt: skip
#: Opportunities that a kind of finding calls for by itself.
_CALLED = {
    "unmet_need": (("new-feature", "innovation"), "an unmet need calls for something new"),
    "delight": (("upsell", "cross-sell", "product-recommendations"),
                "makes more of what delights"),
}  # fmt: skip
#: Tactics that let a delight travel.
_TOLD = ("reviews", "referral-programme", "advocacy-testimonials", "community")
_STUDENTS = re.compile(r"student|universit|college|school|course|education", re.IGNORECASE)


@dataclass(frozen=True)
class Proposal:
    """An entry of a catalogue, why it is proposed, and which KPI it should move which way."""

    catalogue: str
    entry: Any
    reasons: tuple[str, ...]
    kpi: str
    direction: str
    kind: str
    weight: float

    @property
    def key(self) -> str:
        """Catalogue and key, as one text."""
        return f"{self.catalogue}/{self.entry.key}"

    @property
    def moves(self) -> str:
        """Say which KPI it should move, and which way."""
        entry = library.catalogue("kpis").get(self.kpi)
        if entry is None:
            return ""
        title = entry.title
        if title[1:2].islower():  # a word and no abbreviation
            title = title[0].lower() + title[1:]
        return f"should move {title} {self.direction}"


def proposals(
    workshop: Workshop,
    finding: Finding,
    valence: float | None = None,
    n: int | None = None,
    limit: int = 8,
) -> list[Proposal]:
    """Return what could be done about a finding, what most speaks for first.

    `valence` is how customers feel at its touchpoint (−2…+2) and `n` how many were asked.
    """
    reasons: dict[str, list[tuple[float, str]]] = {}
    for key, weight, reason in _reasons(workshop, finding, valence, n):
        reasons.setdefault(key, []).append((weight, reason))
    found = [_proposal(workshop, finding, key, why) for key, why in reasons.items()]
    kept = [each for each in found if each is not None]
    return sorted(kept, key=lambda each: (-each.weight, each.key))[:limit]


def proposed(workshop: Workshop, finding: Finding, key: str) -> Proposal | None:
    """Return one entry as a proposal for a finding, None when the catalogues have it not."""
    return _proposal(workshop, finding, key, [])


def for_students(workshop: Workshop) -> bool:
    """Whether the customers of a workshop are students."""
    about = workshop.about
    return bool(_STUDENTS.search(" ".join((about.sector, about.actor, about.template))))


def stages_like(stage: Stage | None, touchpoint: Touchpoint | None = None) -> tuple[str, ...]:
    """Return the names that the catalogues have for a stage: its own, else those of its phase."""
    known = {name.casefold() for each in PHASES.values() for name in each}
    if stage and stage.name.casefold() in known:
        return (stage.name,)
    own = (stage.name,) if stage else ()
    return own + PHASES.get((touchpoint.phase if touchpoint else None) or "", ())


def _reasons(
    workshop: Workshop, finding: Finding, valence: float | None, n: int | None
) -> Iterator[tuple[str, float, str]]:
    touchpoint = workshop.touchpoints.get(finding.touchpoint or "")
    stage = workshop.stages.get(touchpoint.stage) if touchpoint else None
    yield from _by_pain(finding)
    yield from _by_kind(finding)
    yield from _by_stage(workshop, finding, stage, touchpoint)
    yield from _by_feeling(stage, finding, valence, n)


def _by_pain(finding: Finding) -> Iterator[tuple[str, float, str]]:
    if finding.kind == "delight":
        return
    for pain, weight, reason in _pains(finding):
        for key in pain.opportunities:
            yield f"opportunities/{key}", weight, reason
        words = _content(f"{pain.title} {pain.detail}")
        for entry in library.catalogue("strategies").entries:
            if len(words & _content(f"{entry.title} {entry.detail} {entry.benefit}")) >= 2:
                yield f"strategies/{entry.key}", weight / 3, reason


def _pains(finding: Finding) -> Iterator[tuple[PainEntry, float, str]]:
    catalogue = library.catalogue("pains")
    named = catalogue.get(finding.catalogue) if finding.catalogue else None
    if named:
        yield named, 6, f"answers the pain '{named.title}'"
        return
    said = _content(f"{finding.title} {finding.detail}")
    for entry in catalogue.entries:
        shared = said & _content(f"{entry.title} {entry.detail} {' '.join(entry.signs)}")
        if len(shared) >= 2 and shared & _content(entry.title):
            words = f"your words are near the pain '{entry.title}'"
            yield entry, min(5, 1 + len(shared)), words


def _by_kind(finding: Finding) -> Iterator[tuple[str, float, str]]:
    keys, reason = _CALLED.get(finding.kind, ((), ""))
    for key in keys:
        yield f"opportunities/{key}", 3, reason
    if finding.kind == "delight":
        for key in _TOLD:
            yield f"tactics/{key}", 2, "lets those who are delighted tell others"
        for entry in library.catalogue("strategies").entries:
            if entry.kind == "amplify":
                yield f"strategies/{entry.key}", 0.5, "makes more of what delights"


def _by_stage(
    workshop: Workshop, finding: Finding, stage: Stage | None, touchpoint: Touchpoint | None
) -> Iterator[tuple[str, float, str]]:
    names = {name.casefold(): name for name in stages_like(stage, touchpoint)}
    own = stage.name.casefold() if stage else ""
    phase = (touchpoint.phase if touchpoint else None) or ""
    for entry in library.catalogue("tactics").entries:
        if entry.audience == "students" and not for_students(workshop):
            continue
        fits = [names[each.casefold()] for each in entry.stages if each.casefold() in names]
        if own and any(each.casefold() == own for each in fits):
            yield f"tactics/{entry.key}", 1.5, f"suits the stage {stage.name if stage else ''}"
        elif fits and phase:
            yield f"tactics/{entry.key}", 1, f"suits touchpoints {_PHASE_WORDS[phase]}"
        channel = touchpoint.channel.casefold() if touchpoint else ""
        if fits and channel and any(channel == each.casefold() for each in entry.channels):
            yield f"tactics/{entry.key}", 1, f"uses the channel {touchpoint.channel}"  # type: ignore[union-attr]
    if for_students(workshop):
        for entry in library.catalogue("strategies").entries:
            if entry.group == "Students":
                yield f"strategies/{entry.key}", 1.2, "is meant for students"


def _by_feeling(
    stage: Stage | None, finding: Finding, valence: float | None, n: int | None
) -> Iterator[tuple[str, float, str]]:
    counted = f", n {n}" if n else ""
    if valence is not None and valence <= -0.5 and finding.kind != "delight":
        low = f"customers feel {valence:.1f} here{counted}".replace("-", "−")
        yield "emotion-rules/frustration-repair", 2.5, low
        yield "opportunities/golden-opportunity", 2, f"{low}: a low point, solved well, stays"
    if valence is not None and valence >= 1:
        yield "emotion-rules/joy-follow-up", 2, f"customers feel +{valence:.1f} here{counted}"
    for entry in rules_for(stage):
        name = library.catalogue("emotions").get(entry.emotion)
        if (finding.kind == "delight") == (name is not None and name.valence > 0):
            feeling = (name.title if name else entry.emotion).lower()
            yield (
                f"emotion-rules/{entry.key}", 1.8,
                f"customers may feel {feeling} at the stage {stage.name if stage else ''}",
            )  # fmt: skip


def rules_for(stage: Stage | None) -> list[Any]:
    """Return the rules from feeling to content that fit a stage's emotions or its name (R93)."""
    if stage is None:
        return []
    feelings = {feeling.casefold() for feeling in (*stage.emotions, stage.target_emotion)}
    names = library.catalogue("emotions")
    found = []
    for entry in library.catalogue("emotion-rules").entries:
        emotion = names.get(entry.emotion)
        felt = emotion is not None and emotion.title.casefold() in feelings
        if felt or stage.name in entry.stages:
            found.append((not (felt and stage.name in entry.stages), not felt, entry))
    return [entry for _, _, entry in sorted(found, key=lambda each: each[:2])]


def _proposal(
    workshop: Workshop, finding: Finding, key: str, why: Iterable[tuple[float, str]]
) -> Proposal | None:
    catalogue, _, name = key.partition("/")
    if catalogue not in ("opportunities", "strategies", "tactics", "emotion-rules"):
        return None
    entry = library.catalogue(catalogue).get(name)
    if entry is None:
        return None
    kpi = _kpi(workshop, finding, entry)
    known = library.catalogue("kpis").get(kpi)
    better = "up" if known is None or known.better == "higher" else "down"
    said = sorted(set(why), key=lambda each: -each[0])
    return Proposal(
        catalogue, entry, tuple(dict.fromkeys(reason for _, reason in said)), kpi,
        getattr(entry, "direction", better), "amplify" if finding.kind == "delight" else "fix",
        sum({reason: weight for weight, reason in reversed(said)}.values()),
    )  # fmt: skip


def _kpi(workshop: Workshop, finding: Finding, entry: Entry) -> str:
    """The KPI of the entry, else the first one that suits the stage, else satisfaction."""
    if own := getattr(entry, "kpi", ""):
        return str(own)
    touchpoint = workshop.touchpoints.get(finding.touchpoint or "")
    stage = workshop.stages.get(touchpoint.stage) if touchpoint else None
    names = {name.casefold() for name in stages_like(stage, touchpoint)}
    for kpi in library.catalogue("kpis").entries:
        if names & {each.casefold() for each in kpi.stages}:
            return str(kpi.key)
    return "csat"


def _content(text: str) -> set[str]:
    """The beginnings of the words that carry meaning."""
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", text.casefold())} - _EMPTY


_EMPTY = {
    "that", "with", "from", "have", "they", "them", "this", "what", "when", "which", "where",
    "custom", "there", "their", "about", "into", "after", "before", "much", "many", "more", "than",
    "does", "cannot", "only", "same", "because", "people", "again", "everyt", "shoppi",
}  # fmt: skip


__all__ = ["PHASES", "Proposal", "for_students", "proposals", "proposed", "rules_for",
           "stages_like"]  # fmt: skip
