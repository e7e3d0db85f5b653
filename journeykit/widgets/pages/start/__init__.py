"""Start: what the map is for, whose journey it is, from where to where, and with whom."""

from journeykit.widgets.pages.start.view import Start

__all__ = ["Start"]
