"""Which responses of a file are new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from journeykit.survey.aside import set_aside
from journeykit.survey.privacy import COLUMN
from journeykit.survey.question import Question
from journeykit.survey.survey import Survey
from journeykit.survey.waves.pairing import paired


@dataclass(frozen=True)
class Fresh:
    """The new responses of a survey, and how many were left out: by id, by content, changed."""

    survey: Survey
    same_id: int = 0
    same_content: int = 0
    changed: int = 0

    @property
    def skipped(self) -> int:
        """How many responses were there already."""
        return self.same_id + self.same_content

    def said(self) -> str:
        """Return in a sentence what was left out; "" where nothing was.

        >>> from types import SimpleNamespace
        >>> Fresh(SimpleNamespace(responses=10), same_id=3, changed=1).said()
        '3 responses are there already and were left out (3 with the same id, 1 of them with \
other answers than before); 10 are new.'
        """
        if not self.skipped:
            return ""
        later = f", {self.changed} of them with other answers than before" if self.changed else ""
        parts = [f"{self.same_id:,} with the same id{later}"] if self.same_id else []
        parts += [f"{self.same_content:,} with the same answers"] if self.same_content else []
        n = self.survey.responses
        new = "1 is new" if n == 1 else f"{n:,} are new"
        verb = "responses are" if self.skipped > 1 else "response is"
        were = "were" if self.skipped > 1 else "was"
        return (
            f"{self.skipped:,} {verb} there already and {were} left out ({', '.join(parts)}); "
            f"{new}."
        )


def fresh(survey: Survey, earlier: Iterable[tuple[str, Survey]]) -> Fresh:
    """Return a survey without the responses that earlier ones hold.

    ``earlier`` are pairs of title and survey. A response is there already where its id is, if
    ids tell responses apart over both files (running numbers that begin again do not), or where
    all that both files hold of it is the same. Where nothing tells two people apart, neither an
    id nor a time, equal answers are the same response only if the earlier file is all but
    contained in this one. What is left out is set aside with its reason.
    """
    import numpy as np

    reasons: dict[int, str] = {}
    ids = contents = changed = 0
    for title, before in earlier:
        there = _there(survey, before)
        for at in np.flatnonzero(there.known | there.same).tolist():
            if at not in reasons:
                known = bool(there.known[at])
                reasons[at] = f"it is in '{title}' already (same {'id' if known else 'answers'})"
                ids, contents = ids + known, contents + (not known)
                changed += bool(there.changed[at])
    if not reasons:
        return Fresh(survey)
    return Fresh(set_aside(survey, reasons), ids, contents, changed)


@dataclass(frozen=True)
class _There:
    """For each response, whether it is in an earlier survey: same content, same id, changed.

    ``keys`` and ``old`` say by what responses were compared: pairs of what the later and what
    the earlier survey holds.
    """

    same: Any
    known: Any
    changed: Any
    keys: tuple[tuple[Any, Any, Any], ...] = ()


def _there(survey: Survey, before: Survey) -> _There:
    import numpy as np

    nobody = np.zeros(survey.responses, dtype=bool)
    pairs = [pair for pair in paired(before.questions, survey.questions)
             if len(pair.before.columns) == len(pair.after.columns)]  # fmt: skip
    if not pairs or not survey.responses or not before.responses:
        return _There(nobody, nobody, nobody)
    counted = [pair for pair in pairs if pair.after.kind != "weight"]
    old = _hashes(before, [column for pair in counted for column in pair.before.columns])
    new = _hashes(survey, [column for pair in counted for column in pair.after.columns])
    same = np.isin(new, old)
    # a person may answer each wave in the same way, and is not the same response for that
    tells = [pair.after for pair in counted if pair.after.columns[0] != COLUMN]
    if not any(_tells(survey, question) for question in tells):
        same = _contained(new, old)
    found, keys = nobody, []
    for pair in pairs:
        if pair.after.kind == "identifier" and pair.after.columns[0] != COLUMN:
            mine, theirs = _ids(survey, pair.after), _ids(before, pair.before)
            known = _known_ids(mine, theirs, same)
            found = found | known
            keys.append((known, mine, theirs))
    return _There(same, found, found & ~same, (*keys, (same, new, old)))


def homes(survey: Survey, before: Survey) -> Any:
    """Return for each response of an earlier survey its position in a later one, -1 for none."""
    import numpy as np

    found = np.full(before.responses, -1)
    taken = np.zeros(survey.responses, dtype=bool)
    for known, mine, theirs in _there(survey, before).keys:
        waiting: dict[Any, list[int]] = {}
        for at in np.flatnonzero(known & ~taken)[::-1].tolist():
            waiting.setdefault(mine[at], []).append(at)
        for at in np.flatnonzero(found < 0).tolist():
            if queue := waiting.get(theirs[at]):
                found[at] = queue.pop()
                taken[found[at]] = True
    return found


def _hashes(survey: Survey, columns: Sequence[str]) -> Any:
    import pandas as pd

    cells = [survey.answers[name].arrow().to_pandas() for name in columns]
    frame = pd.concat(cells, axis=1, ignore_index=True)
    return pd.util.hash_pandas_object(frame, index=False).to_numpy()


def _tells(survey: Survey, question: Question) -> bool:
    """Whether a column has another cell for nearly everybody: an id, a time, a written answer."""
    if question.kind not in ("identifier", "date", "metadata", "text"):
        return False
    cells = {cell: n for cell, n in survey.answers[question.columns[0]].sample.items() if cell}
    total = sum(cells.values())
    if question.kind == "text" and sum(map(len, cells)) < 12 * len(cells):
        return False
    return 0 < 0.9 * total <= len(cells)


def _contained(new: Any, old: Any) -> Any:
    """Rows that come from the earlier file, where that file is all but contained in this one."""
    import numpy as np

    left = Counter(old.tolist())
    found = np.zeros(len(new), dtype=bool)
    for at, row in enumerate(new.tolist()):
        if left[row] > 0:
            left[row] -= 1
            found[at] = True
    return found if found.sum() >= 0.9 * len(old) else np.zeros(len(new), dtype=bool)


def _ids(survey: Survey, question: Question) -> Any:
    import numpy as np

    return np.array(survey.answers[question.columns[0]].arrow().to_pylist(), dtype=object)


def _known_ids(new: Any, old: Any, same: Any) -> Any:
    """Which ids are known, where ids tell responses apart over both files."""
    import numpy as np

    known = np.isin(new.astype(str), old.astype(str)) & (new != "")
    if not known.any():
        return known
    lasting = np.mean([len(str(cell)) >= 8 for cell in new]) > 0.9
    # running numbers begin again in each wave, unless most of them bring the same answers
    return known if lasting or same[known].mean() >= 0.5 else np.zeros(len(new), dtype=bool)
