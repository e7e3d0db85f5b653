"""Wall: the projector's page, large and without a control that could be missed."""

from journeykit.widgets.pages.wall.view import Wall

__all__ = ["Wall"]
