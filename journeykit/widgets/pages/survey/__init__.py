"""Survey: evidence comes in, is tied to touchpoints, and becomes scores."""

from __future__ import annotations

from journeykit.widgets.pages.survey.view import Survey

__all__ = ["Survey"]
