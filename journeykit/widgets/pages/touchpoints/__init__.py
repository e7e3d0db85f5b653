"""Touchpoints: the stages of the journey, the inventory of touchpoints, and the map."""

from journeykit.widgets.pages.touchpoints.view import Touchpoints

__all__ = ["Touchpoints"]
