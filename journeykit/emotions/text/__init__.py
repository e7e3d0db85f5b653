"""What a comment sounds like: a suggestion from word lists, for a person to confirm.

English only, no model, no network. `score_texts` gives each comment a valence on the scale of
the emotion curve and the words that carried it, so that a person can see why and disagree.
Word lists miss irony, and words that a trade uses in its own sense.
"""

from __future__ import annotations

from journeykit.emotions.text.language import Language
from journeykit.emotions.text.points import Documents, text_points
from journeykit.emotions.text.scoring import TextScore, score_texts

__all__ = ["Documents", "Language", "TextScore", "score_texts", "text_points"]
