"""Room: the facilitator's page; one activity after the other, for everybody who joined."""

from journeykit.widgets.pages.room.view import Room

__all__ = ["Room"]
