"""Join: one page for the whole session on a phone; it follows the activity that is open."""

from journeykit.widgets.pages.join.view import Join

__all__ = ["Join"]
