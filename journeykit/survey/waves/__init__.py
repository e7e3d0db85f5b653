"""Waves: what changed in the form since an earlier survey, and which responses are new.

`compare` pairs the questions of two surveys and says what is new, gone, asked with other words,
under another number or on another scale. `fresh` leaves out the responses that are there already,
and `widened` gives these the columns that only the later file has.
"""

from __future__ import annotations

import re

from journeykit.survey.waves.form import Changes, compare
from journeykit.survey.waves.pairing import Pair, paired
from journeykit.survey.waves.responses import Fresh, fresh
from journeykit.survey.waves.widening import widened

#: Less than this share of the earlier questions is another survey, not another wave.
ENOUGH = 0.5

__all__ = [
    "ENOUGH", "Changes", "Fresh", "Pair", "compare", "fresh", "labels", "paired", "widened",
]  # fmt: skip


def labels(before: tuple[str, str], after: tuple[str, str], number: int) -> tuple[str, str]:
    """Return names for an earlier and a later wave from (title, day) of each.

    The years where they tell the waves apart, otherwise numbers.

    >>> labels(("sfo_2015", ""), ("sfo_2016", "2016-05-30"), 2)
    ('2015', '2016')
    >>> labels(("spring", "2026-03-01"), ("autumn", "2026-10-01"), 2)
    ('Wave 1', 'Wave 2')
    """
    first, second = _year(*before), _year(*after)
    if first and second and first != second:
        return first, second
    return f"Wave {number - 1}", f"Wave {number}"


def _year(title: str, day: str) -> str:
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", title)
    return years[0] if len(set(years)) == 1 else day[:4]
