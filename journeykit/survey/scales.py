"""The ends of a numeric scale, from the heading and from the numbers that were answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from journeykit.survey.cells import words
from journeykit.survey.profile import Profile

NPS = re.compile(
    r"\bnps\b|net promoter|likel\w*\b.*\brecommend|recommend\w*\b.*\b(score|likel|friend|colleague|"
    r"others)|^recommend$|weiterempf|\brecommand|\brecomend|consiglier|raccomand|рекоменд|"
    r"aanbevel|aanbeveelt|推荐"
)
_NAMEDNPS = re.compile(r"\bnps\b|net promoter")
CSAT = re.compile(
    r"satisf|zufrieden|csat|удовлетвор|довол[ье]н|满意|满意度|soddisf|tevreden|satisfeit|satisfaç"
)
CES = re.compile(
    r"\bces\b|customer effort|made it easy|how much effort|easy for me to|\beffort did you|"
    r"easy (was it|it was) to|wie (einfach|leicht|viel aufwand)|leicht gemacht|einfach gemacht|"
    r"quel(le)? (effort|facilité)|facile (pour|de|à|était)|combien d'effort|a facilité|"
    r"(qué tan|cuán|como de|cómo de) fácil|cuánto esfuerzo|me facilitó|quão fácil|"
    r"quanto esforço|facilitou|quanto (è stato )?facile|quanto sforzo|quanto impegno|"
    r"hoe (makkelijk|gemakkelijk)|hoeveel moeite|насколько (легко|просто)|сколько усилий|"
    r"容易|费力|轻松"
)
#: Asked about effort itself: more is worse; asked how easy it was: more is better.
HARD = re.compile(
    r"how much effort|effort did you|customer effort score|\bces\b|wie viel aufwand|aufwand|"
    r"quel effort|combien d'effort|cuánto esfuerzo|quanto esforço|quanto sforzo|quanto impegno|"
    r"hoeveel moeite|сколько усилий|费力|how (difficult|hard)"
)
EASY = re.compile(r"\beas[yi]|einfach|leicht|facil|fácil|makkelijk|легко|просто|容易|轻松")
_RATING = re.compile(
    r"\brat(e|ed|ing|ings)\b|rate$|\bscore\b|\bstars?\b|quality|\beas[ye]|\bhow (good|easy|well)\b|"
    r"avali[ae]|calif[ií]|valor[ae]|valuta|punteggio|оцен|beoorde|评分|打分|评价|"
    r"\bexperience with|\bbewert|\bnote\b|\bscale of\b|\bskala\b|\bagree"
)
COUNTED = re.compile(
    r"\bage\b|\bhow many|\bhow old|\bnumber of|\bminutes?\b|\bhours?\b|\bdays\b|\byears?\b|"
    r"\btimes\b|"
    r"\bprice\b|\bamount\b|\bduration|\bincome|\bcount\b|\bhow long\b|\bhowlong\b|\bvisits?\b|"
    r"\bspend\b|\bspent\b|\balter\b"
)
_CODED = re.compile(
    r"\bcode\b|\bday\b|\bmonth\b|\bgender\b|\bsex\b|\bzip\b|\bpostal|\bgroup\b|\bid\b"
)
_ENDS = re.compile(
    r"(?:scale|rate|rating|skala|von|from|where|\(|（|\[|échelle|escala|scala|schaal|шкал\w*|"
    r"\bde|\bda|\bdo|\bот|\bvan|从|到|分)[^0-9]{0,20}([01])\s*"
    r"(?:-|–|—|~|to|bis|and|à|a|ao|до|tot|到|至|/|\.\.+)\s*(10|[3-9])(?!\d)"
)


@dataclass(frozen=True)
class Grid:
    """What the columns of one grid show together: their numbers, and whether 6 is a point."""

    numbers: frozenset[float]
    six: bool = False


#: A sixth point is chosen by at least so many of all answers, and of those of the usual one.
_SIXTH, _AS_OTHERS = 0.08, 0.5


def six(columns: Sequence[Profile]) -> bool:
    """Return whether 6 is a point like 1 to 5 in columns of one grid, and no code beside them.

    A code such as "not applicable" comes alone: seldom, in some columns of a grid only, apart
    from the answers beside it, or together with 0 for "blank".
    """
    pooled = sum((Counter(column.numbers) for column in columns), Counter[float]())
    points = [pooled[value] for value in (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)]
    total, sixth = sum(points), points[5]
    if total < 20 or pooled[0.0] or max(pooled) != 6 or sum(map(bool, points)) < 5:
        return False
    used = [each.numbers.get(6.0, 0) >= _SIXTH * sum(each.numbers.values()) for each in columns]
    apart = sixth > 1.2 * points[4] and points[4] < points[3]
    return sum(used) >= 0.8 * len(used) and sixth >= _AS_OTHERS * max(points) and not apart


def said(heading: str) -> bool:
    """Whether a heading names the ends of its scale."""
    return _ENDS.search(words(heading)) is not None


def scale_of(heading: str, column: Profile, family: Grid | None) -> tuple[float, float] | None:
    """Return the ends of the scale on which these numbers are points, or None.

    The heading decides where it names the ends ("on a scale of 1 to 7"). Otherwise it is the
    usual scale into which the numbers fit once 0 and the one code beyond the top are taken for
    "blank" and "not applicable".
    """
    heading = words(heading)
    points = {value for value in column.numbers if value >= 0 and value.is_integer()}
    inside = sum(n for value, n in column.numbers.items() if value <= 10)
    total = sum(column.numbers.values())
    if total == 0:
        return None
    if found := _ENDS.search(heading):
        low, high = float(found[1]), float(found[2])
        if sum(n for v, n in column.numbers.items() if low <= v <= high) >= 0.5 * total:
            return low, high
    low_enough = {value for value in points if value <= 10}
    # "recommend" is also asked on 1-5
    ten = bool(low_enough) and (max(low_enough) > 5 or len(low_enough) <= 3)
    if NPS.search(heading) and inside >= 0.5 * total and (ten or _NAMEDNPS.search(heading)):
        return 0.0, 10.0
    if not column.whole and not (CSAT.search(heading) or _RATING.search(heading)):
        return None
    hinted = bool(CSAT.search(heading) or CES.search(heading) or _RATING.search(heading))
    if not hinted and (COUNTED.search(heading) or _CODED.search(heading)):
        return None
    seen = (family.numbers if family else frozenset()) | points
    if not hinted and family is None and not _looks_rated(column):
        return None
    return _usual(seen, column, family.six if family else six([column]))


def _usual(
    seen: frozenset[float] | set[float], column: Profile, six: bool
) -> tuple[float, float] | None:
    """The usual scale for these numbers: 1-5, 1-6, 1-7, 0-10, 1-10; 1-100 is a number."""
    ordinary = {value for value in seen if value <= 10}
    # a sentinel (11, 88, 99, 999) stands alone beyond the scale
    beyond = {value for value in seen if value > 10}
    if column.n >= 20 and ordinary and max(ordinary) in (8, 9):
        # 8 or 9 far above the others is a code: 1-5 with 9 for "don't know"
        below = max(ordinary - {8.0, 9.0}, default=0.0)
        ordinary = {value for value in ordinary if value <= below} if below <= 5 else ordinary
    if not ordinary or len(beyond) > 2 or (beyond and not beyond & {11, 88, 97, 98, 99, 999}):
        return None
    top = max(ordinary)
    if top <= 1:
        return None
    if top in (2, 3) and len(ordinary - {0}) <= 3:
        return None if len(ordinary - {0.0}) < 3 and column.n > 20 else (1.0, 5.0)
    if top <= 6:
        return 1.0, 6.0 if top == 6 and six else 5.0
    if top <= 8:
        return 1.0, 7.0
    return (0.0 if 0.0 in ordinary else 1.0), 10.0


def _looks_rated(column: Profile) -> bool:
    """Whether numbers without any hint are distributed as ratings are.

    Codes of categories come in any order; ratings rise towards one end, nearly always the
    better one.
    """
    points = {v: n for v, n in column.numbers.items() if 1 <= v <= 5}
    if len(points) < 4 or 5 not in points or max(column.numbers) > 6:
        return False
    upper, lower = points.get(4, 0) + points.get(5, 0), points.get(1, 0) + points.get(2, 0)
    return upper > 1.5 * lower and points.get(4, 0) > points.get(2, 0)
