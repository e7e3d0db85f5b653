"""Longer words of the start page: the proposed consent, and languages by their code."""

from __future__ import annotations

#: Offered, never put in unasked: whoever runs the workshop decides what people are told.
CONSENT = (
    "In this workshop we keep the notes, ratings and votes that you give, to draw a customer "
    "journey map. Ratings and votes are anonymous unless you type a name. We do not record "
    "sound or pictures. The notes stay in our organization, are used for this map only, and "
    "are deleted when the map is replaced. You may leave out any question, and take back what "
    "you wrote until the end of the workshop."
)
LANGUAGES = {
    "en": "English", "ar": "Arabic", "zh": "Chinese", "cs": "Czech", "da": "Danish",
    "nl": "Dutch", "fi": "Finnish", "fr": "French", "de": "German", "el": "Greek",
    "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "es": "Spanish", "sv": "Swedish",
    "tr": "Turkish", "uk": "Ukrainian",
}  # fmt: skip

__all__ = ["CONSENT", "LANGUAGES"]
