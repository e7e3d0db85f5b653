"""Which findings are critical, and which come again (R103 to R105)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from journeykit.checks.evidence import Evidence, cited
from journeykit.checks.once import once
from journeykit.model import Finding, Workshop

#: Kinds of findings that hurt.
HURTS = ("pain", "gap", "unmet_need", "risk")
#: How much evidence counts: what is measured three times what is believed.
TRUST = {"measured": 3, "anecdotal": 2, "assumed": 1}
#: From so much of at most 75 on a finding is proposed as critical: 4 × 4 and told by somebody.
CRITICAL = 32


@dataclass(frozen=True)
class Weighed:
    """A finding's weight, 1 to 75: severity × frequency × evidence (1 to 3).

    ``critical``: flagged by people, or by its marks (both 4 or more, and a source). ``proposed``:
    heavy enough to be looked at, and not critical yet.
    """

    finding: str
    severity: int | None
    frequency: int | None
    evidence: Evidence
    weight: int | None
    critical: bool
    proposed: bool
    why: str


def weigh(workshop: Workshop, finding: Finding) -> Weighed:
    """Return the weight of a finding, and whether it is or should be flagged as critical.

    >>> weigh(Workshop.new("Jacket"), Finding(severity=5, frequency=5)).why
    'severity 5 × frequency 5 × 1 (assumed) = 25 of 75'
    """
    found = cited(workshop, finding.sources)
    severity, frequency = finding.severity, finding.frequency
    if severity is None or frequency is None:
        return Weighed(finding.id, severity, frequency, found, None, finding.critical, False,
                       "not weighed: severity and frequency are missing")  # fmt: skip
    hurts = finding.kind in HURTS
    marked = hurts and min(severity, frequency) >= 4 and found.status != "assumed"
    critical = finding.critical or marked
    trust = TRUST[found.status]
    total = severity * frequency * trust
    why = f"severity {severity} × frequency {frequency} × {trust} ({found.status}) = {total}"
    proposed = hurts and total >= CRITICAL and not critical
    return Weighed(
        finding.id, severity, frequency, found, total, critical, proposed, f"{why} of 75"
    )


def ranked(workshop: Workshop) -> list[Weighed]:
    """Return all findings that hurt, the heaviest first; those not weighed come last."""
    found = [weigh(workshop, each) for each in workshop.findings.values() if each.kind in HURTS]
    return sorted(found, key=lambda one: (one.weight is None, -(one.weight or 0), one.finding))


@dataclass(frozen=True)
class Recurring:
    """An issue that comes again: the findings, and over how many sources and waves."""

    name: str
    findings: tuple[str, ...]
    sources: tuple[str, ...]
    waves: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def words(self) -> str:
        """The counts, as they are said on a page."""
        parts = [_count(len(self.sources), "source")]
        if self.waves:
            parts.append(_count(len(self.waves), "wave"))
        if len(self.findings) > 1:
            parts.append(_count(len(self.findings), "finding"))
        return ", ".join(parts)


@once("findings", "sources")
def recurring(workshop: Workshop) -> tuple[Recurring, ...]:
    """Return the issues that several sources, waves or findings name, the widest first (R104).

    Findings are one issue where they have the same entry of the catalogue, or the same words.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in workshop.ordered("findings"):
        if finding.kind in HURTS:
            groups.setdefault(_issue(finding), []).append(finding)
    found = [seen(workshop, each) for each in groups.values()]
    again = [r for r in found if len(r.sources) > 1 or len(r.waves) > 1 or len(r.findings) > 1]
    return tuple(
        sorted(again, key=lambda r: (-len(r.waves), -len(r.sources), -len(r.findings), r.name))
    )


def _issue(finding: Finding) -> str:
    # blind spots are all made from one catalogue word; they are no single issue
    if finding.catalogue and finding.catalogue != "gap":
        return f"catalogue:{finding.catalogue}"
    return " ".join(re.findall(r"\w+", finding.title.casefold()))


def seen(workshop: Workshop, findings: Sequence[Finding]) -> Recurring:
    """Return over how many sources and waves the findings of one issue come (R104)."""
    ids = dict.fromkeys(id for each in findings for id in each.sources if id in workshop.sources)
    sources = [workshop.sources[id] for id in ids]
    # a survey without a name for its wave is told apart by its day
    waves = dict.fromkeys(
        s.wave or (str(s.collected) if s.kind == "survey" and s.collected else "") for s in sources
    )
    return Recurring(
        findings[0].title,
        tuple(each.id for each in findings),
        tuple(ids),
        tuple(wave for wave in waves if wave),
        tuple(dict.fromkeys(source.kind for source in sources)),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
