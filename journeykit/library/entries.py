"""What the entries of each catalogue look like, as frozen values."""

from __future__ import annotations

from typing import Generic, Literal, Self, TypeVar

from pydantic import Field, model_validator

from journeykit.library.shapes import Key, Part, Phase, Presence, Prose, Requirement, Valence, Words
from journeykit.model import LANES, ActionKind, FindingKind


class Entry(Part):
    """One entry of a catalogue: a key that stays, words for a person, where it comes from."""

    key: Key
    title: Words
    detail: Prose = ""
    requirements: tuple[Requirement, ...] = ()


class TouchpointEntry(Entry):
    """A touchpoint to pick (R42, R43)."""

    channel: Words
    presence: Presence
    phase: Phase
    audience: Literal["any", "students"] = "any"


class ChannelEntry(Entry):
    """A way in which customer and organisation meet."""

    presence: Presence


class PainEntry(Entry):
    """A pain that many journeys share (R100, R101), with the words to look for."""

    kind: FindingKind = "pain"
    phases: tuple[Phase, ...] = Field(min_length=1)
    signs: tuple[Words, ...] = Field(min_length=1)
    opportunities: tuple[Key, ...] = ()


class OpportunityEntry(Entry):
    """An opportunity with the KPI that it should move (R108 to R111)."""

    group: Words
    kpi: Key
    direction: Literal["up", "down"]


class TacticEntry(Entry):
    """A tactic or a personalisation rule for a stage (R160, R161, R165, R166)."""

    group: Literal["content", "tactic", "personalisation"]
    stages: tuple[Words, ...] = Field(min_length=1)
    channels: tuple[Words, ...] = ()
    formats: tuple[Words, ...] = ()
    data_needed: tuple[Words, ...] = ()
    audience: Literal["any", "students"] = "any"


class StrategyEntry(Entry):
    """A strategy, the benefit it promises, and the KPI that would show it (R180 to R183)."""

    group: Words
    kind: ActionKind = "fix"
    benefit: Words
    kpi: Key
    hypothesis: Words


class GoalEntry(Entry):
    """A benefit to choose as the goal of a workshop (R226)."""

    kpi: Key


class EmotionEntry(Entry):
    """An emotion with the sign of its valence (R81 to R87)."""

    valence: Valence
    sign: Literal["positive", "mixed", "negative"]
    stages: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _sign(self) -> Self:
        wanted = "positive" if self.valence > 0 else "negative" if self.valence < 0 else "mixed"
        if self.sign != wanted:
            raise ValueError(
                f"'{self.title}' has valence {self.valence:g}, so sign must be {wanted}"
            )
        return self


class KpiEntry(Entry):
    """A KPI with its definition and formula; ``caution`` says what it does not show."""

    group: Words
    formula: Words
    unit: Words
    better: Literal["higher", "lower"]
    stages: tuple[Words, ...] = ()
    caution: Prose = ""

    @property
    def definition(self) -> str:
        """What the number counts."""
        return self.detail


class CardEntry(Entry):
    """A teaching card about a company (R243); its claim was not checked."""

    company: Words
    claim: Words
    status: Literal["as stated by the source, unverified"]
    discuss: Words


class LaneEntry(Entry):
    """What belongs in a lane of the map; the key is the lane."""

    ask: Words
    example: Words
    avoid: Prose = ""

    @model_validator(mode="after")
    def _lane(self) -> Self:
        if self.key not in LANES:
            raise ValueError(f"'{self.key}' is not one of the lanes {', '.join(LANES)}")
        return self


class FieldEntry(Entry):
    """A field of the persona card with its one-line description (R2 to R7)."""

    group: Words
    required: bool = False
    sensitive: bool = False
    example: Words


class RuleEntry(Entry):
    """When the customer feels this, that kind of content answers it (R93)."""

    emotion: Key
    stages: tuple[Words, ...] = ()
    respond: Words


class PatternEntry(Entry):
    """A rule about a metric (R120 to R122); ``detail`` says why one looks there.

    ``also`` are other names of the metric, ``threshold`` of a share is 0 to 1. ``kpi`` is what
    it speaks about, ``pain`` what it points to.
    """

    metric: Words
    also: tuple[Words, ...] = ()
    comparison: Literal["above", "below", "rises", "falls"]
    threshold: float
    implication: Words
    kpi: Key
    pain: Key


class GlossaryEntry(Entry):
    """A term, its meaning (``detail``), and what it is easily mistaken for (R225)."""

    beware: Prose = ""


class ChecklistEntry(Entry):
    """One thing to tick on a checklist; ``group`` is the checklist."""

    group: Words


AnyEntry = TypeVar("AnyEntry", bound=Entry)


class Catalogue(Part, Generic[AnyEntry]):
    """A list to pick from."""

    name: Key
    title: Words
    description: Prose
    entries: tuple[AnyEntry, ...] = Field(min_length=1)

    def get(self, key: str) -> AnyEntry | None:
        """The entry with a key, or None."""
        return next((entry for entry in self.entries if entry.key == key), None)

    @model_validator(mode="after")
    def _keys_once(self) -> Self:
        keys = [entry.key for entry in self.entries]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"has two entries with the key '{key}'")
        return self


#: name of a catalogue -> the class of its entries
ENTRIES: dict[str, type[Entry]] = {
    "touchpoints": TouchpointEntry,
    "channels": ChannelEntry,
    "pains": PainEntry,
    "opportunities": OpportunityEntry,
    "tactics": TacticEntry,
    "strategies": StrategyEntry,
    "goals": GoalEntry,
    "emotions": EmotionEntry,
    "kpis": KpiEntry,
    "technologies": Entry,
    "payments": Entry,
    "cards": CardEntry,
    "glossary": GlossaryEntry,
    "lanes": LaneEntry,
    "persona-fields": FieldEntry,
    "emotion-rules": RuleEntry,
    "patterns": PatternEntry,
    "checklists": ChecklistEntry,
    "formats": Entry,
    "consents": Entry,
}
