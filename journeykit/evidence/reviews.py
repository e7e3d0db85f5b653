"""Reviews: a table of text, stars, date and source (R64)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from journeykit.errors import Refused
from journeykit.evidence.shape import PLACE, TOUCHPOINT, Evidence, replaced, survey_of_rows
from journeykit.evidence.tables import column, days, last, number, records, span, title_of

COLUMNS = {
    "text": "text", "stars": "rating", "date": "date", "source": "single", PLACE: "single",
    TOUCHPOINT: "metadata",
}  # fmt: skip
_TEXT = ("review text", "review", "text", "comment", "content", "body", "message", "bewertung",
         "kommentar", "avis", "reseña")  # fmt: skip
_STARS = ("stars", "star rating", "rating", "score", "sterne", "note", "puntuación")
_DATE = ("date", "review date", "created", "created at", "published", "time", "datum", "fecha")
_SOURCE = ("source", "platform", "site", "website", "portal", "quelle")
_PLACE = ("touchpoint", "topic", "category", "subject")
_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|of|out of|von|sur)\s*(\d+)", re.I)


def read(data: bytes, name: str) -> Evidence:
    """Return reviews; raise `Refused` where no column holds their words."""
    header, *body = records(data, name)
    at = {
        "text": column(header, *_TEXT), "stars": column(header, *_STARS),
        "date": column(header, *_DATE), "source": column(header, *_SOURCE),
        PLACE: column(header, *_PLACE),
    }  # fmt: skip
    if at["text"] is None or (at["text"] == at["stars"]):
        at["text"] = _wordiest(header, body)
    if at["text"] is None:
        raise Refused(f"'{name}' has no column with the words of a review; call one 'text'.")
    cells = {key: [row[of] if of is not None else "" for row in body] for key, of in at.items()}
    cells["stars"], odd = _stars(cells["stars"])
    rows = list(zip(*(cells[key] for key in at), [""] * len(body), strict=True))
    from journeykit.survey import Scale, to_parquet

    survey, personal = survey_of_rows(name, COLUMNS, rows, ("stars", Scale(1, 5)))
    when = days(cells["date"])
    from_where = Counter(cell for cell in cells["source"] if cell)
    places = Counter(cell for cell in cells[PLACE] if cell)
    told = replaced(personal)
    told += [f"{odd} ratings are not 1 to 5 stars; they are not counted."] if odd else []
    return Evidence(
        "reviews", "review", title_of(name, "Reviews"),
        "Reviews" + (" from " + _listed(from_where) if from_where else "") + _when(when),
        _says(cells["stars"], len(body)), len(body), last(when), name,
        tuple(places.most_common(60)), tuple(told), to_parquet(survey),
    )  # fmt: skip


def _stars(cells: Sequence[str]) -> tuple[list[str], int]:
    found, odd = [], 0
    for cell in cells:
        value = star(cell)
        if cell and (value is None or not 1 <= value <= 5):
            odd, value = odd + 1, None
        found.append("" if value is None else f"{value:g}")
    return found, odd


def star(cell: str) -> float | None:
    """Return the stars in a cell on 1 to 5; a rating of ten is halved.

    >>> star("★★★★☆"), star("4 stars"), star("8/10"), star("4,5"), star("good")
    (4.0, 4.0, 4.0, 4.5, None)
    """
    if "★" in cell or "⭐" in cell:
        return float(cell.count("★") + cell.count("⭐"))
    if found := _OF.search(cell):
        value, most = float(found[1].replace(",", ".")), float(found[2])
        return value * 5 / most if most > 0 else None
    bare = re.sub(r"\s*(stars?|sterne?|étoiles?|estrellas?)\b", "", cell, flags=re.I).strip()
    return number(bare, "," if re.fullmatch(r"\d,\d+", bare) else ".")


def _wordiest(header: Sequence[str], body: Sequence[Sequence[str]]) -> int | None:
    lengths = [fmean(len(row[at].split()) for row in body) for at in range(len(header))]
    best = max(range(len(header)), key=lambda at: lengths[at])
    return best if lengths[best] >= 3 else None


def _says(stars: Sequence[str], n: int) -> str:
    values = [float(cell) for cell in stars if cell]
    if not values:
        return f"{n} reviews without stars."
    low = sum(value <= 2 for value in values)
    return (
        f"{n} reviews; {len(values)} have stars, {fmean(values):.1f} on average; "
        f"{low} gave one or two. People who write reviews are not all customers."
    )


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} ({n})" for name, n in counts.most_common(5))


def _when(when: Sequence[object]) -> str:
    words = span(when)  # type: ignore[arg-type]
    return f", {words}" if words else ""
