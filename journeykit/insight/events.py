"""An event log in the order in which things happened, case after case.

What a file says of time is often poor: the order of the file then stands in, and is said to.
Nothing here walks over events one by one: a million of them are arrays of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from journeykit.errors import Refused

if TYPE_CHECKING:
    import numpy as np

    from journeykit.survey import Survey

#: What an event without a time has in its place, in microseconds.
NO_TIME = -(2**63)
_DAY = 86_400_000_000
#: Times that are plain numbers: seconds, milli- or microseconds since 1970, by how large.
_EPOCHS = ((1e8, 1e11, 1_000_000), (1e11, 1e14, 1_000), (1e14, 1e17, 1))


@dataclass(frozen=True, eq=False)
class Cases:
    """Entries sorted by case; ``cases`` has the number of the case of each, from 0."""

    cases: np.ndarray

    @property
    def people(self) -> int:
        """How many cases there are."""
        return int(self.cases[-1]) + 1 if len(self.cases) else 0

    @cached_property
    def begins(self) -> np.ndarray:
        """Which entries are the first of their case."""
        return starts(self.cases)


@dataclass(frozen=True, eq=False)
class Log(Cases):
    """Events sorted by case and time; all arrays have one entry an event.

    ``cases`` counts from 0, ``what`` and ``channel`` point into ``activities`` and
    ``channels``, ``when`` is microseconds since 1970 or `NO_TIME`. ``said`` are plain sentences
    about the order and the times.
    """

    what: np.ndarray
    when: np.ndarray
    channel: np.ndarray
    activities: tuple[str, ...]
    channels: tuple[str, ...]
    said: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.cases)

    @property
    def counts(self) -> dict[str, int]:
        """How often each activity occurs."""
        import numpy as np

        n = np.bincount(self.what, minlength=len(self.activities)).tolist()
        return dict(zip(self.activities, n, strict=True))

    @property
    def timed(self) -> bool:
        """Whether any time is known."""
        return bool((self.when != NO_TIME).any())

    def kept(self, rows: np.ndarray) -> Log:
        """Return the log of some events, a mask; cases are numbered anew."""
        import numpy as np

        cases = self.cases[rows]
        return replace(
            self, cases=np.cumsum(starts(cases)) - 1, what=self.what[rows], when=self.when[rows],
            channel=self.channel[rows],
        )  # fmt: skip

    def begun_by(self, channel: str) -> Log:
        """Return the log of the cases whose first event came through a channel."""
        code = self.channels.index(channel)
        first = self.channel[self.begins] == code
        return self.kept(first[self.cases])


def starts(cases: np.ndarray) -> np.ndarray:
    """Return which entries of sorted case numbers are the first of their case."""
    import numpy as np

    found = np.ones(len(cases), dtype=bool)
    found[1:] = cases[1:] != cases[:-1]
    return found


def log(survey: Survey, now: datetime | None = None) -> Log:
    """Return the events of an attached event log (columns case, activity, time, channel).

    Raises `Refused` where the rows are no event log. ``now`` is when nothing can be later.
    """
    names = survey.answers.names
    if not {"case", "activity", "time"} <= set(names) or not len(survey.answers):
        raise Refused(f"'{survey.file}' is no event log: it has no cases, activities and times.")
    return of_columns(
        survey.answers["case"].arrow(), survey.answers["activity"].arrow(),
        survey.answers["time"].arrow(),
        survey.answers["channel"].arrow() if "channel" in names else None, now,
    )  # fmt: skip


def of_columns(
    case: Any, activity: Any, time: Any, channel: Any = None, now: datetime | None = None
) -> Log:
    """Return events given as columns of text (lists or Arrow arrays) as a sorted log.

    >>> found = of_columns(["a", "b", "a"], ["Pay", "Look", "Look"],
    ...                    ["2026-03-02", "2026-03-01", "2026-03-01"])
    >>> [found.activities[code] for code in found.what], found.people
    (['Look', 'Pay', 'Look'], 2)
    """
    import numpy as np

    cases, _ = encoded(case)
    what, activities = encoded(activity)
    by, channels = encoded(channel if channel is not None else [""] * len(cases))
    when, unread = times(time)
    now = now or datetime.now(tz=UTC)
    later = when > int((now + timedelta(days=1)).timestamp() * 1e6)
    told = [unread] if unread else []
    if later.any() and not later.all():
        told.append(f"{_events(int(later.sum()))} dated after today and left out.")
        cases, what, by, when = (part[~later] for part in (cases, what, by, when))
    elif later.any():
        told.append("All events are dated after today: look at the clock of the system.")
    order = _order(cases, when)
    cases, what, by, when = (part[order] for part in (cases, what, by, when))
    found = Log(np.cumsum(starts(cases)) - 1, what, when, by, activities, channels)
    return replace(found, said=(*told, *_said(found)))


def encoded(cells: Any) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return cells as numbers and the words they stand for, in order of their first use."""
    import numpy as np
    import pyarrow as pa

    found = cells if isinstance(cells, pa.Array | pa.ChunkedArray) else pa.array(
        list(cells), pa.large_string())  # fmt: skip
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
        if isinstance(found, pa.ChunkedArray):
            found = pa.concat_arrays(found.chunks)
    packed = found.fill_null("").dictionary_encode()
    codes = packed.indices.to_numpy(zero_copy_only=False).astype(np.int32)
    return codes, tuple(packed.dictionary.to_pylist())


def times(cells: Any) -> tuple[np.ndarray, str]:
    """Return microseconds since 1970 for cells of text, and a sentence about those not read.

    ISO 8601, epochs, days with dots (day first) or slashes (where one day above 12 tells the
    order), and names of months are read. Times without a zone are taken as they stand.
    """
    import numpy as np

    codes, words = encoded(cells)
    found = _parsed(words)[codes]
    blank = np.array([not word.strip() for word in words], dtype=bool)[codes]
    lost = int(((found == NO_TIME) & ~blank).sum())
    empty = int(blank.sum())
    if (found == NO_TIME).all():
        return found, "No time can be read; the order of the file is taken for the order of events."
    parts = [f"{empty:,} without a time"] * bool(empty)
    parts += [f"{lost:,} with a time that cannot be read for sure"] * bool(lost)
    if not parts:
        return found, ""
    return found, (
        f"{' and '.join(parts)} of {len(found):,} events: they keep their place in the file."
    )


def _parsed(words: tuple[str, ...]) -> np.ndarray:
    """Different words as microseconds; the usual way first, the rare ones for what is left."""
    import numpy as np
    import pyarrow as pa

    cells = pa.array(words, pa.large_string())
    for kind in (pa.timestamp("us"), pa.timestamp("us", "UTC")):
        try:
            return np.asarray(cells.cast(kind).cast(pa.int64()).to_numpy(zero_copy_only=False))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            continue
    return _slowly(words)


def _slowly(words: tuple[str, ...]) -> np.ndarray:
    import numpy as np
    import pandas as pd

    text = pd.Series(list(words), dtype="str").str.strip()
    number = pd.to_numeric(text, errors="coerce").to_numpy(dtype=float)
    found = _stamps(pd.to_datetime(text.mask(~np.isnan(number)), format="ISO8601", utc=True,
                                   errors="coerce"))  # fmt: skip
    days = text.str.extract(r"^(\d{8})$")[0]
    found = _fill(found, _stamps(pd.to_datetime(days, format="%Y%m%d", utc=True, errors="coerce")))
    for low, high, factor in _EPOCHS:
        fits = (found == NO_TIME) & (number >= low) & (number < high)
        found[fits] = (number[fits] * factor).astype(np.int64)
    left = (found == NO_TIME) & np.isnan(number) & (text != "").to_numpy(dtype=bool)
    for style, rows in _styles(text, left):
        read = pd.to_datetime(text[rows], format="mixed", dayfirst=style, utc=True,
                              errors="coerce")  # fmt: skip
        found[rows] = _stamps(read)
    return found


def _styles(text: Any, left: np.ndarray) -> list[tuple[bool, np.ndarray]]:
    """Which of the words that are left put the day first, and which the month."""
    import numpy as np

    parts = text.str.extract(r"^(\d{1,2})([./-])(\d{1,2})[./-]\d{2,4}\b")
    first = parts[0].astype(float).to_numpy()
    second = parts[2].astype(float).to_numpy()
    dots = (parts[1] == ".").to_numpy(dtype=bool)
    digits = ~np.isnan(first)
    named = left & ~digits & text.str.contains(r"[^\W\d]{3}", regex=True).to_numpy(dtype=bool)
    slashes = left & digits & ~dots
    found = [(True, left & digits & dots), (False, named)]
    if (first[slashes] > 12).any() and not (second[slashes] > 12).any():
        found.append((True, slashes))
    elif (second[slashes] > 12).any() and not (first[slashes] > 12).any():
        found.append((False, slashes))
    return [(style, rows) for style, rows in found if rows.any()]


def _stamps(read: Any) -> np.ndarray:
    import numpy as np

    plain = read.dt.tz_localize(None).to_numpy().astype("datetime64[us]")
    return np.asarray(plain.astype(np.int64))


def _fill(found: np.ndarray, other: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.where(found == NO_TIME, other, found)


def _order(cases: np.ndarray, when: np.ndarray) -> np.ndarray:
    """The order by case and time; an event without a time stays behind the one before it."""
    import numpy as np

    by_case = np.argsort(cases, kind="stable")
    case, time = cases[by_case], when[by_case]
    at = np.arange(len(case))
    anchors = (time != NO_TIME) | starts(case)
    filled = time[np.maximum.accumulate(np.where(anchors, at, 0))]
    return np.asarray(by_case[np.lexsort((filled, case))])


def _said(log: Log) -> list[str]:
    """What has to be said about the order of a log."""
    import numpy as np

    known = log.when != NO_TIME
    if not known.any():
        return []
    told = []
    if bool((log.when[known] % _DAY == 0).all()):
        told.append("The times are days without hours, so the order within a day is the file's.")
    same = np.zeros(len(log), dtype=bool)
    same[1:] = (log.when[1:] == log.when[:-1]) & ~log.begins[1:] & known[1:]
    if ties := int(same.sum()):
        told.append(f"{_events(ties)} at the same time as the one before in the same case; "
                    "they keep the order of the file.")  # fmt: skip
    return told


def _events(n: int) -> str:
    return "1 event is" if n == 1 else f"{n:,} events are"


__all__ = ["NO_TIME", "Log", "encoded", "log", "of_columns", "starts", "times"]
