"""The one edit by which evidence becomes a source of a workshop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from journeykit.edits import Batch, Change, Edit, Put, next_rank
from journeykit.errors import Refused
from journeykit.evidence.shape import PLACE, TOUCHPOINT, Evidence
from journeykit.model import Finding, Link, Source, Touchpoint, Workshop

if TYPE_CHECKING:
    from journeykit.survey import Survey

#: A place whose words fit a touchpoint's name so well is proposed for it.
FITS = 80.0
#: code of a note -> kind of finding; a risk is a pain that may come
FINDINGS = {"pain": "pain", "unmet need": "unmet_need", "opportunity": "opportunity",
            "risk": "pain"}  # fmt: skip
MOST_FINDINGS = 200


def proposed(places: Sequence[str], touchpoints: Sequence[Touchpoint]) -> dict[str, str]:
    """Return for each place the id of the touchpoint that it most likely is, if any.

    >>> proposed(["/checkout/step-1", "/legal"], [Touchpoint(id="t", stage="s", name="Checkout")])
    {'/checkout/step-1': 't'}
    """
    found = {}
    for place in places:
        best = max(((_fit(place, one.name), one.id) for one in touchpoints), default=(0.0, ""))
        if best[0] >= FITS:
            found[place] = best[1]
    return found


def _fit(place: str, name: str) -> float:
    """How well a place's words hold a touchpoint's name, 0 to 100."""
    import re

    from rapidfuzz import fuzz

    said = re.findall(r"[^\W_]+", re.sub(r"^https?://[^/]+", "", place).casefold())
    wanted = [word for word in re.findall(r"[^\W_]+", name.casefold()) if word not in _SMALL]
    if not said or not wanted:
        return 0.0
    hits = [max(fuzz.ratio(word, other) for other in said) for word in wanted]
    together = fuzz.ratio(" ".join(said), " ".join(wanted))
    return float(min(hits)) * 0.9 + float(together) * 0.1


_SMALL = frozenset({"the", "a", "an", "of", "in", "at", "to", "and", "on", "our", "with"})


def placed(survey: Survey, decided: Mapping[str, str]) -> Survey:
    """Return the rows with the ids of the touchpoints that their places are."""
    frame = survey.frame.copy()
    if PLACE in frame and TOUCHPOINT in frame:
        frame[TOUCHPOINT] = [decided.get(str(place), "") for place in frame[PLACE]]
    return replace(survey, frame=frame)


def attachment(
    workshop: Workshop,
    evidence: Evidence,
    dataset: str,
    decided: Mapping[str, str],
    about: Mapping[str, Any],
    *,
    survey: Survey | None = None,
    speaks: str = "",
    findings: bool = True,
) -> Batch:
    """Return the edit that adds the source, what it supports, and the findings of coded notes.

    ``decided`` gives the touchpoint for a place; those touchpoints cite the source. ``speaks``
    is the touchpoint that all of it is about, "" for the journey. ``about`` sets fields of the
    source. Raises `Refused` for evidence that is there already.
    """
    for other in workshop.sources.values():
        if dataset and other.dataset == dataset:
            raise Refused(f"This is attached already, as the source '{other.title}'.")
    told: dict[str, Any] = {
        "kind": evidence.kind, "title": evidence.title, "collected": evidence.collected,
        "n": evidence.n, "method": evidence.method, "text": evidence.text,
        "file": evidence.file[:300], "dataset": dataset,
        "rank": next_rank(workshop.ordered("sources")),
    }  # fmt: skip
    source = Source.model_validate(told | dict(about))
    edits: list[Edit] = [Put.of(source)]
    at = {id for id in (*decided.values(), speaks) if id in workshop.touchpoints}
    for id in sorted(at):
        cited = [*workshop.touchpoints[id].sources, source.id]
        edits.append(Change(collection="touchpoints", id=id, fields={"sources": list(cited)}))
    if survey is not None:
        edits += _stars(survey, source, speaks if speaks in workshop.touchpoints else "")
        if findings:
            edits += _findings(workshop, survey, source, speaks)
    return Batch(edits=tuple(edits), words=f"added the evidence '{source.title}'")


def _stars(survey: Survey, source: Source, touchpoint: str) -> list[Edit]:
    """A link for the stars of reviews, so that they have a score."""
    stars = [q for q in survey.questions if q.scaled and q.answered]
    return [
        Put.of(Link(source=source.id, question=q.id, touchpoint=touchpoint or None, low=1, high=5,
                    n=q.answered, rank=float(at)))
        for at, q in enumerate(stars, 1)
    ]  # fmt: skip


def _findings(workshop: Workshop, survey: Survey, source: Source, speaks: str) -> list[Edit]:
    if "code" not in survey.frame:
        return []
    rank = next_rank(workshop.ordered("findings"))
    points = list(workshop.touchpoints.values())
    made: list[Edit] = []
    for text, code in zip(survey.frame["text"], survey.frame["code"], strict=True):
        if code not in FINDINGS or len(made) >= MOST_FINDINGS:
            continue
        at = speaks or named_in(str(text), points)
        words = str(text) if code != "risk" else f"Risk: {text}"
        title = words if len(words) <= 120 else words[:119].rsplit(" ", 1)[0] + "…"
        fields: dict[str, Any] = {
            "kind": FINDINGS[code], "title": title, "quote": str(text)[:20_000],
            "sources": (source.id,), "rank": rank + len(made),
            "touchpoint": at if at in workshop.touchpoints else None,
        }  # fmt: skip
        made.append(Put.of(Finding(**fields)))
    return made


def named_in(text: str, touchpoints: Sequence[Touchpoint]) -> str:
    """Return the id of the touchpoint that a note names, the longest name first; "" for none.

    >>> named_in("At the checkout it hung.", [Touchpoint(id="t", stage="s", name="Checkout")])
    't'
    """
    import re

    for one in sorted(touchpoints, key=lambda point: -len(point.name)):
        if re.search(rf"\b{re.escape(one.name)}\b", text, re.I):
            return one.id
    return ""
