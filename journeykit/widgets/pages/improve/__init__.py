"""Improve: findings become actions, and each action gets an owner, a day and a priority."""

from journeykit.widgets.pages.improve.view import Improve

__all__ = ["Improve"]
