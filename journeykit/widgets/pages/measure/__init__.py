"""Measure: KPIs with a definition, a target and dated values; which stage and action has one."""

from journeykit.widgets.pages.measure.view import Measure

__all__ = ["Measure"]
