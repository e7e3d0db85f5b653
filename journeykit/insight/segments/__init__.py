"""Personas from data: rules over answers, segments found in them, and drafts from both."""

from __future__ import annotations

from journeykit.insight.segments.rules import asks, matching

__all__ = ["asks", "matching"]
