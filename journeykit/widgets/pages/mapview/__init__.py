"""The map that can be changed in place: any page that inherits `MapView` can show it."""

from journeykit.widgets.pages.mapview.view import MapView

__all__ = ["MapView"]
