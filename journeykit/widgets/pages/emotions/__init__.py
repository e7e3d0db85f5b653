"""Emotions: what customers felt, what the team believes, and where they part."""

from journeykit.widgets.pages.emotions.view import Emotions

__all__ = ["Emotions"]
