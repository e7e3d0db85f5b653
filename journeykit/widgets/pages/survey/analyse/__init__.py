"""The tab "Analyse" of the Survey page: what the attached answers say beyond their scores."""

from __future__ import annotations

from journeykit.widgets.pages.survey.analyse.page import Analysing

__all__ = ["Analysing"]
