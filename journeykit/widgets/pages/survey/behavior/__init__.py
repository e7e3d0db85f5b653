"""The tab "Behavior": what numbers and event logs say of what customers did."""

from __future__ import annotations

from journeykit.widgets.pages.survey.behavior.page import Behaving

__all__ = ["Behaving"]
