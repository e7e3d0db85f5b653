"""The customers of a workshop."""

from __future__ import annotations

from typing import ClassVar

from pydantic import (
    Field,
)

from journeykit.model.shapes import Entity, Id, Ids, Line, Lines, Text, Title


class Persona(Entity):
    """A fictional customer based on data; an attribute without a source is an assumption.

    ``evidence`` maps the name of an attribute to the sources that support it. ``rule`` is
    a filter over survey columns (``{"column": ["value", …]}``) that says which
    respondents this persona stands for; ``rule_source`` is the survey it was written on.
    ``drawn_from`` says how a persona was drafted from data: method, n, stability.
    """

    collection: ClassVar[str] = "personas"
    noun: ClassVar[str] = "persona"
    cites: ClassVar[dict[str, str]] = {"rule_source": "sources"}

    name: Title = "New persona"
    age_range: Line = ""
    occupation: Line = ""
    goals: Lines = ()
    challenges: Lines = ()
    tagline: Line = ""
    background: Text = ""
    gender: Line = ""
    location: Line = ""
    income_band: Line = ""
    behaviours: Lines = ()
    interests: Lines = ()
    values: Lines = ()
    lifestyle: Lines = ()
    needs: Lines = ()
    motivations: Lines = ()
    preferences: Lines = ()
    expectations: Lines = ()
    decision_making: Text = ""
    quotes: Lines = ()
    says: Lines = ()
    thinks: Lines = ()
    does: Lines = ()
    feels: Lines = ()
    version: Line = ""
    rule: dict[Title, Lines] = Field(default_factory=dict)
    rule_source: Id | None = None
    drawn_from: Text = ""
    evidence: dict[Title, Ids] = Field(default_factory=dict)


#: The five attributes that every persona must have (R2).
PERSONA_REQUIRED = ("name", "age_range", "occupation", "goals", "challenges")
#: Attributes that are personal data: optional, in bands, never exact (R4).
PERSONA_SENSITIVE = ("gender", "location", "income_band", "age_range")
#: The four quarters of the empathy map (R89).
EMPATHY = ("says", "thinks", "does", "feels")
