"""Personas: who walks the journey, and what is known about them."""

from __future__ import annotations

from journeykit.widgets.pages.personas.view import Personas

__all__ = ["Personas"]
