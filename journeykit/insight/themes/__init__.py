"""Themes: what customers' own words are about, found in their comments and named by people.

``column`` scores the comments of a question and finds words in them, ``comments`` puts all columns
of a workshop together with what people decided, ``proposing`` proposes themes, ``counting`` counts
them by source, wave and touchpoint, ``agreement`` says how far the suggested feelings can be
trusted, ``becoming`` makes a finding of a theme.
"""

from __future__ import annotations
