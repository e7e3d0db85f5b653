"""The tab "Comments" of the Survey page: suggested feelings confirmed by people, and themes."""

from __future__ import annotations

from journeykit.widgets.pages.survey.comments.page import Commenting

__all__ = ["Commenting"]
