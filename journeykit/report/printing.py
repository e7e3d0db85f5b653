"""The report as PDF: what the executed notebook says, set by Typst.

The same notebook makes the page and the paper, so both say the same. Two things are drawn anew,
since a page's markup of them is for a screen: the maps, each on sheets across, and the curve of
the first page. The cells of the notebook say them as data beside their HTML.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from journeykit.maps.paper import fitting, sheets
from journeykit.maps.persona import clean
from journeykit.maps.typeset import FONTS, typeset
from journeykit.report.pieces import PAPER
from journeykit.report.tree import blocks

if TYPE_CHECKING:
    from journeykit.report.contents import Report


def pdf(notebook: Any, title: str) -> bytes:
    """Return the executed notebook of a report as one PDF, tagged, with an outline."""
    return typeset("report.typ", "report", _data(notebook, title))[0]


def _data(notebook: Any, title: str) -> dict[str, Any]:
    said: dict[str, Any] = {"lead": "", "foot": "", "curve": "", "words": "", "maps": {}}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            said |= output.get("data", {}).get(PAPER, {})
    said["maps"] = {id: fitting(tries) for id, tries in said["maps"].items()}
    today = datetime.now(UTC).date().isoformat()
    return said | {
        "lang": "en",
        "fonts": FONTS,
        "title": clean(f"{title}: report"),
        "made": f"made {today}",
        "parts": _parts(notebook),
    }


def _parts(notebook: Any) -> list[dict[str, Any]]:
    """The headings of the second level with the blocks below them."""
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    found: list[dict[str, Any]] = []
    for cell in notebook.cells:
        if "hide" in cell.metadata.get("tags", ()):
            continue
        if cell.cell_type == "markdown":
            html = re.sub(r'<a class="anchor-link".*?</a>', "", markdown2html_mistune(cell.source))
            said = blocks(html)
        else:
            said = [b for output in cell.get("outputs", ()) for b in blocks(_html(output))]
        for block in said:
            if block["block"] == "h" and block["level"] == 2 and cell.cell_type == "markdown":
                found.append({"heading": block["runs"], "blocks": []})
            elif found:
                found[-1]["blocks"].append(block)
    return found


def _html(output: Any) -> str:
    html = output.get("data", {}).get("text/html", "")
    return html if isinstance(html, str) else "".join(html)


# -- what the cells say beside their HTML


def first_page(report: Report) -> dict[str, Any]:
    """Return the lines of the margin and the curve of the first page."""
    from journeykit.report.executive import drawn

    drawing = drawn(report)
    shown = drawing is not None and drawing.height > 0
    versions = report.workshop.ordered("versions")
    version = [f"version {max(versions, key=lambda v: v.seq).name}"] if versions else []
    synthetic = "Synthetic example. " if report.workshop.about.synthetic else ""
    return {
        "lead": clean(" · ".join([*report.narrow.named, *version])),
        "foot": f"{synthetic}● measured, ◐ anecdotal, ○ assumed. Intervals are 95 %; fewer than "
        "5 answers are not shown.",
        "curve": drawing.alone() if drawing and shown else "",
        "words": drawing.words if drawing else "",
    }


def maps(report: Report) -> dict[str, Any]:
    """Return the sheets that may hold each map, by the id of its journey."""
    from journeykit.maps.grid import grid

    workshop = report.workshop
    laid = {journey.id: grid(workshop, journey.id) for journey in report.journeys}
    return {
        "maps": {
            id: sheets(workshop, each, report.points) for id, each in laid.items() if each.columns
        }
    }


__all__ = ["first_page", "maps", "pdf"]
