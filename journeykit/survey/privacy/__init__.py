"""Personal data: columns that are dropped and words that are replaced before anything is kept.

Headings and cells are both looked at. What the scan finds is reported in counts, never shown.
It finds what has a form (e-mail, telephone, IP, position, postal code, handle), columns of
names, the respondent's own name inside a comment and names behind a greeting, a title or
"my name is". A bare name of somebody else inside a comment it cannot know (`BLIND` says so), so
a person still has to read free text before it is quoted.
"""

from __future__ import annotations

from journeykit.survey.privacy.columns import column_kind
from journeykit.survey.privacy.forms import ORDINARY, WORTH_A_LOOK, scrub
from journeykit.survey.privacy.names import Names, own_names
from journeykit.survey.privacy.salted import COLUMN, mark_of, pseudonym, salt_of

#: What no scan finds; said wherever the findings are shown.
BLIND = (
    "A bare name of somebody else inside a text, a nickname, a position or an event by which a "
    "person is known cannot be found: read free text before you quote it."
)

__all__ = [
    "BLIND", "COLUMN", "ORDINARY", "WORTH_A_LOOK", "Names", "column_kind", "own_names",
    "mark_of", "pseudonym", "salt_of", "scrub",
]  # fmt: skip
