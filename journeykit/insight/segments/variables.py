"""Questions as a method sees them: which may make segments, and their answers as codes.

Segments are made of goals, needs and behavior. What people are born into or believe makes no
segment (METHOD 6), and what is no answer to a closed question cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from journeykit.insight.segments.rules import gave, key_of, occurring
from journeykit.measures.bands import Band
from journeykit.survey.question import NUMERIC, SCALED, Question

if TYPE_CHECKING:
    import numpy as np

    from journeykit.survey import Survey

Role = Literal["behavior", "rating", "describes", "refused"]

#: More different answers than this are too many to make a segment readable.
MOST_ANSWERS = 30
#: Numbers with no more different values than this are taken as answers to choose from.
FEW_VALUES = 7
#: A number that more people than this share cannot be part of a bell curve.
_SPIKE = 0.3
_SKEWED = 1.0

_SPECIAL = re.compile(
    r"\b(ethnic\w*|race|racial|ethnie|nationalit\w*|nationality|religio\w*|faith|konfession|"
    r"health|illness\w*|disab\w*|diagnos\w*|medical|gesundheit\w*|behinder\w*|krankheit\w*|santé|"
    r"handicap\w*|salud|discapacidad\w*|sexual\w*|lgbt\w*|pregnan\w*|political?\w*|partei|"
    r"trade union|labou?r union|gewerkschaft\w*)\b|民族|种族|宗教|健康|残疾|政治",
    re.IGNORECASE,
)
_GENDER = re.compile(
    r"\b(gender|sex|geschlecht|sexe|género|genere|gênero|sexo|male or female|"
    r"man or (a )?woman)\b|性别|пол\b",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(
    r"\b(age|age group|how old|alter|altersgruppe|edad|âge|income|salary|einkommen|household|"
    r"haushalt|education|degree|occupation|job|profession|beruf|country|city|region|state|"
    r"province|postcode|zip|live|wave|year|month|quarter|marital|children|kids)\b|年龄|收入|职业|城市",
    re.IGNORECASE,
)
_WHY = {
    "text": "free text: read it on the Emotions step",
    "date": "a date or time", "metadata": "written by the survey tool, not by people",
    "identifier": "it names single people", "weight": "the weight of a response",
}  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """A question of a survey, and what it may be used for; `reason` says why not."""

    key: str
    question: Question
    role: Role
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Variable:
    """One thing that a method compares: answers to choose from, an option, or a number.

    ``codes`` point into ``names``, -1 is no answer; of a number ``scores`` has mean 0 and
    deviation 1 with NaN for no answer, and ``codes`` is None.
    """

    key: str
    option: str
    names: tuple[str, ...]
    codes: np.ndarray | None
    scores: np.ndarray | None = None

    @property
    def answered(self) -> np.ndarray:
        """Who answered, as a mask."""
        import numpy as np

        if self.codes is not None:
            return self.codes >= 0
        assert self.scores is not None
        return np.isfinite(self.scores)


def special(question: Question) -> bool:
    """Return whether a question is about what the law protects above all (GDPR article 9)."""
    return bool(_SPECIAL.search(f"{question.id} {question.text}"))


def offers(survey: Survey) -> list[Offer]:
    """Return every question with what it may be used for, in the order of the survey."""
    return [_offer(survey, question) for question in survey.questions]


def _offer(survey: Survey, question: Question) -> Offer:
    key = key_of(question)
    said = f"{question.id} {question.text}"
    if special(question):
        return Offer(key, question, "refused", "ethnicity, religion, health and the like "
                     "never make a persona")  # fmt: skip
    if _GENDER.search(said):
        return Offer(key, question, "refused", "gender makes no segment; it may describe one")
    if question.kind in _WHY:
        return Offer(key, question, "refused", _WHY[question.kind])
    found = occurring(survey, question)
    if not found:
        return Offer(key, question, "refused", "nobody answered it")
    if len(found) == 1 and question.kind != "multi":
        return Offer(key, question, "refused", "everybody who answered said the same")
    if len(found) > MOST_ANSWERS and question.kind not in NUMERIC:
        reason = f"{len(found)} different answers are too many"
        return Offer(key, question, "refused", reason)
    if _DESCRIBES.search(said):
        return Offer(key, question, "describes")
    rating = question.kind in SCALED and question.kind != "likert"
    return Offer(key, question, "rating" if rating else "behavior")


def variables(survey: Survey, chosen: Iterable[Offer]) -> list[Variable]:
    """Return the chosen questions as codes; a question with several choices is one an option."""
    found: list[Variable] = []
    for offer in chosen:
        if offer.role == "refused":
            continue
        if offer.question.kind == "multi" or len(offer.question.columns) > 1:
            found += _options(survey, offer)
        elif offer.question.kind in NUMERIC:
            found.append(_numbers(survey, offer))
        else:
            found.append(_choice(survey, offer, tuple(occurring(survey, offer.question))))
    return [one for one in found if _varies(one)]


def _varies(one: Variable) -> bool:
    import numpy as np

    return one.codes is None or len(np.unique(one.codes[one.codes >= 0])) > 1


def _choice(survey: Survey, offer: Offer, names: tuple[str, ...]) -> Variable:
    import numpy as np

    codes = np.full(survey.responses, -1, dtype=np.int16)
    for at, name in enumerate(names):
        codes[gave(survey, offer.key, [name])] = at
    return Variable(offer.key, "", names, codes)


def _options(survey: Survey, offer: Offer) -> list[Variable]:
    """A question with several choices: whoever ticked something said no to the rest."""
    import numpy as np

    names = list(occurring(survey, offer.question))[:MOST_ANSWERS]
    ticked = {name: gave(survey, offer.key, [name]) for name in names}
    some = np.any(list(ticked.values()), axis=0) if ticked else np.zeros(survey.responses, bool)
    return [
        Variable(offer.key, name, ("no", "yes"), np.where(some, mask, -1).astype(np.int16))
        for name, mask in ticked.items()
    ]


def _numbers(survey: Survey, offer: Offer) -> Variable:
    """Numbers: few as choices, spiked ones in bands, skewed ones by their rank."""
    import numpy as np

    from journeykit.survey.answers import points

    values = points(survey, offer.question)
    there = np.isfinite(values)
    known = values[there]
    different, counts = np.unique(known, return_counts=True)
    if len(different) <= FEW_VALUES:
        codes = np.where(there, np.searchsorted(different, np.where(there, values, 0)), -1)
        return Variable(offer.key, "", tuple(f"{v:.10g}" for v in different),
                        codes.astype(np.int16))  # fmt: skip
    if counts.max() > _SPIKE * len(known):
        names, codes = banded(values)
        return Variable(offer.key, "", names, codes)
    spread = known.std()
    skew = float(np.mean(((known - known.mean()) / spread) ** 3))
    scores = (values - known.mean()) / spread if abs(skew) <= _SKEWED else _ranked(values, there)
    return Variable(offer.key, "", (), None, scores)


def _ranked(values: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Normal scores: the quantile of the bell curve for each rank (van der Waerden)."""
    from statistics import NormalDist

    import numpy as np

    scores = np.full(len(values), np.nan)
    _, place, counts = np.unique(values[there], return_inverse=True, return_counts=True)
    middle = (np.cumsum(counts) - (counts - 1) / 2) / (counts.sum() + 1)
    quantile = NormalDist().inv_cdf
    found = np.array([quantile(float(at)) for at in middle])[place]
    scores[there] = (found - found.mean()) / found.std()
    return scores


def banded(values: np.ndarray, most: int = 5) -> tuple[tuple[str, ...], np.ndarray]:
    """Return numbers as up to ``most`` bands of about as many people each, and their codes.

    >>> import numpy as np
    >>> banded(np.array([1.0, 2, 3, 4, np.nan]), most=2)[0]
    ('2 or less', '3 or more')
    """
    import numpy as np

    there = np.isfinite(values)
    known = np.sort(values[there])
    different = np.unique(known)
    ends = np.unique(np.quantile(known, np.arange(1, most) / most, method="lower"))
    ends = ends[ends < different[-1]]
    codes = np.where(there, np.searchsorted(ends, np.where(there, values, 0)), -1)
    names = []
    for at in range(len(ends) + 1):
        inside = different[(np.searchsorted(ends, different) == at)]
        low, high = float(inside[0]), float(inside[-1])
        if len(ends) == 0:
            names.append(str(Band(low, high)))
        else:
            first, last = at == 0, at == len(ends)
            names.append(str(Band(None if first else low, None if last else high)))
    return tuple(names), codes.astype(np.int16)


def enough(people: int, asked: int) -> str:
    """Return what the number of people allows, in a sentence; "" where there are enough.

    About a hundred people a question is the guideline of Dolnicar, Grün and Leisch (2018).
    """
    if people < 100:
        return (
            f"Only {people:,} people answered. Below 100, segments are mostly chance: better "
            "make personas by rules, and look at them again after the next wave."
        )
    if people < 100 * asked:
        return (
            f"For {asked} questions about {100 * asked:,} people would be good; there are "
            f"{people:,}. Fewer questions make steadier segments."
        )
    return ""


def answered(found: Sequence[Variable]) -> np.ndarray:
    """Return as a mask who answered at least half of the questions."""
    import numpy as np

    by_key: dict[str, np.ndarray] = {}
    for one in found:
        by_key[one.key] = by_key.get(one.key, np.zeros(len(one.answered), bool)) | one.answered
    return np.mean(list(by_key.values()), axis=0) >= 0.5


__all__ = [
    "FEW_VALUES", "MOST_ANSWERS", "Offer", "Role", "Variable", "answered", "banded", "enough",
    "offers", "special", "variables",
]  # fmt: skip
