"""The same people in two waves: matched by the salted hash that both waves keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from journeykit.widgets.pages.survey.analyse.compare import partners
from journeykit.widgets.pages.survey.analyse.data import Answers, Rating

if TYPE_CHECKING:
    from journeykit.measures import Difference, Pairs

#: How the same people can be compared.
MEASURES = ("mean", "top")


@dataclass(frozen=True)
class Matched:
    """One question that the same people answered twice; ``rest`` answered one wave alone."""

    rating: Rating
    pairs: Pairs
    rest: tuple[int, int]


def why_not(first: Answers, second: Answers) -> str:
    """Return why people of two waves cannot be matched, "" where they can.

    A hash is of one person only where both were made with one salt; after a restore there is
    another.
    """
    without = [f"'{each.title}'" for each in (first, second) if not _hashed(each)]
    if without:
        return (
            f"{' and '.join(without)} does not say who answered, so nobody can be matched. At the "
            "import of a wave, “Link the same people over several waves” keeps a salted hash."
            if len(without) == 1
            else "Neither wave says who answered, so nobody can be matched. At the import of a "
            "wave, “Link the same people over several waves” keeps a salted hash."
        )
    if first.survey.salted != second.survey.salted:
        return (
            f"People of '{first.title}' and '{second.title}' were hashed with different salts, as "
            "after this store was restored from a backup: nobody can be matched. Import both "
            "files again to match them."
        )
    return ""


def _hashed(answers: Answers) -> bool:
    """Whether a wave keeps a hash of who answered; a column of that name may be something else."""
    from journeykit.survey.privacy import COLUMN

    asked = (q for q in answers.survey.questions if q.columns == (COLUMN,))
    return any("salted hash" in question.text for question in asked)


def of_people(first: Answers, second: Answers) -> tuple[list[Matched], list[str]]:
    """Return the questions that both waves ask with the answers of whoever gave both."""
    pairs, lone = partners(first, second)
    found = []
    for mine, theirs in pairs:
        linked = _linked(first, mine, second, theirs)
        rest = tuple(
            max(0, each.tally(rating).total - linked.n)
            for each, rating in ((first, mine), (second, theirs))
        )
        found.append(Matched(mine, linked, (int(rest[0]), int(rest[1]))))
    return found, lone


def _linked(first: Answers, mine: Rating, second: Answers, theirs: Rating) -> Pairs:
    import pandas as pd

    from journeykit.measures import link
    from journeykit.survey.privacy import COLUMN

    parts = [
        pd.DataFrame({"id": each.cells(COLUMN), "wave": wave, "value": each.values(rating)})
        for wave, each, rating in ((1, first, mine), (2, second, theirs))
    ]
    frame = pd.concat(parts, ignore_index=True)
    return link(frame[frame["id"] != ""], 1, 2)


def compared(
    found: Sequence[Matched], first: str, second: str, measure: str
) -> list[dict[str, Any]]:
    """Return a row for each question, as of two waves; all are one family."""
    from journeykit.measures import in_family, sentence

    differences = in_family([_difference(each, measure) for each in found])
    ends = dict.fromkeys(("before_low", "before_high", "after_low", "after_high"))
    return [
        {
            "question": each.rating.label, "asked": each.rating.asked,
            "low_end": each.rating.low, "high_end": each.rating.high,
            "first": first, "second": second, **change.to_json(), **ends,
            "sentence": sentence(change, first, second, each.rating.label),
        }
        for each, change in zip(found, differences, strict=True)
    ]  # fmt: skip


def _difference(matched: Matched, measure: str) -> Difference:
    from journeykit.few import FEWEST
    from journeykit.measures.suppression import COMPLEMENT

    found = _change(matched, measure)
    if found.suppressed or not any(0 < n < FEWEST for n in matched.rest):
        return found
    # the wave as a whole is shown elsewhere: less the pairs it is those few
    return replace(
        found, value=None, low=None, high=None, before=None, after=None, p=None, effect=None,
        method=COMPLEMENT.format(FEWEST), suppressed=True,
    )  # fmt: skip


def _change(matched: Matched, measure: str) -> Difference:
    from journeykit.measures import paired_mean, paired_share
    from journeykit.measures.score import easy, top_box

    rating, pairs = matched.rating, matched.pairs
    low, high = rating.low, rating.high
    if measure == "mean":
        return paired_mean(pairs)
    if rating.kind == "nps" and (low, high) == (0, 10):
        return replace(paired_mean(_loyal(pairs)), measure="nps")
    box = easy(low, high) if rating.kind == "ces" else 2 if abs(high - low) >= 3 else 1
    name = "ces" if rating.kind == "ces" else "csat"
    return replace(paired_share(pairs, *top_box(low, high, box)), measure=name)


def _loyal(pairs: Pairs) -> Pairs:
    """Recommendations as −100 detractor, 0 passive, 100 promoter: their mean is the NPS."""
    counts: dict[tuple[float, float], int] = {}
    for (before, after), n in pairs.counts.items():
        key = _group(before), _group(after)
        counts[key] = counts.get(key, 0) + n
    return replace(pairs, counts=counts)


def _group(score: float) -> float:
    return 100.0 if score >= 9 else 0.0 if score >= 7 else -100.0


def notes(found: Sequence[Matched], weighted: bool) -> list[str]:
    """Return what has to be said about who was matched."""
    most = max((each.pairs.n for each in found), default=0)
    doubled = max((each.pairs.doubled for each in found), default=0)
    said = [
        f"Only people who answered both waves: at most n {most:,} of one question. They may differ "
        "from those who answered once.",
        "Change within persons: paired Student interval and Wilcoxon’s test for means and NPS, "
        "Bonett–Price interval and McNemar’s test for shares.",
    ]
    if doubled:
        said.append(f"{doubled:,} people answered one wave twice and are left out.")
    if weighted:
        said.append("Pairs are not weighted.")
    return said


__all__ = ["MEASURES", "Matched", "compared", "notes", "of_people", "why_not"]
