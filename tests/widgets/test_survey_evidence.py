"""Other evidence on the Sources tab: read it, decide, add it, take it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from headless import do, html

from journeykit.errors import Refused
from journeykit.evidence import WAYS
from journeykit.widgets import open_view
from journeykit.widgets.view import Download, View

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
NUMBERS = (
    "date,metric,value,touchpoint\n2026-03-01,Page views,1200,/checkout\n"
    "2026-03-01,Conversion rate,4%,/checkout\n2026-03-01,Page views,9,/legal\n"
    "2026-03-01,Page views,2000,Product page\n"
)


@pytest.fixture
def page(view: Callable[..., View]) -> Any:
    """The Sources tab of a workshop with touchpoints."""
    return view("survey", view="sources")


def drop(page: Any, folder: Path, way: str, name: str, data: bytes, **more: Any) -> None:
    """Drop a file on the page."""
    path = folder / name
    path.write_bytes(data)
    do(page, "evidence_read", way=way, name=name, file=path, **more)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_has_its_own_place(page: Any, way: str) -> None:
    """A drop zone with the kinds of files it takes, and a box where a text can be pasted."""
    do(page, "look", name="add", value=way)
    drawn = html(page)
    assert f'id="file-{way}"' in drawn
    assert (f'id="text-{way}"' in drawn) == WAYS[way].paste


def test_notes_are_pasted_looked_at_and_added_in_one_edit(page: Any) -> None:
    """The draft survives a reload; adding makes source and findings; one Undo takes all back."""
    before = page.workshop
    text = "P1: pain: At the checkout it hung.\nP2: Mail ann@example.org\nP2: risk: It leaks"
    do(page, "evidence_paste", way="notes", text=text, kind="focus_group")
    again: Any = open_view("survey", page.store, page.workshop.id, view="sources")
    drawn = html(again)
    assert "At the checkout it hung." in drawn
    assert "ann@example.org" not in drawn
    assert "1 × pain, 1 × risk" in drawn
    assert again.workshop == before
    do(again, "evidence_about", field="title", value="Evening group")
    do(again, "evidence_about", field="collected", value="2026-03-01")
    do(again, "evidence_attach")
    [source] = again.workshop.sources.values()
    assert (source.kind, source.title, source.n) == ("focus_group", "Evening group", 2)
    assert len(again.workshop.findings) == 2
    assert "Evening group" in html(again)
    assert "At the checkout it hung. Mail" in html(again)
    again.session.undo()
    assert again.workshop.sources == before.sources
    assert again.workshop.findings == before.findings


def test_numbers_are_linked_and_shown_by_touchpoint(page: Any, tmp_path: Path) -> None:
    """Pages that are called as touchpoints are linked; the others by hand; the table sorts."""
    drop(page, tmp_path, "metrics", "web.csv", NUMBERS.encode(), kind="analytics")
    draft = page.evidence_draft()
    names = {one.id: one.name for one in page.workshop.touchpoints.values()}
    linked = {place: names[id] for place, id in draft.decided.items()}
    assert linked == {"/checkout": "Checkout", "Product page": "Product page"}
    at = [place for place, _ in draft.evidence.places].index("/legal")
    faq = next(id for id, name in names.items() if name == "FAQ")
    do(page, "evidence_place", at=at, value=faq)
    do(page, "evidence_attach")
    drawn = html(page)
    table = drawn[drawn.index('id="figures"') : drawn.index("From web")]
    assert "1,200" in table
    assert "4.0 %" in table
    assert table.index("FAQ") > table.index("Checkout")
    do(page, "look", name="sort", value="Page views")
    drawn = html(page)
    table = drawn[drawn.index('id="figures"') :]
    assert table.index("Product page") < table.index("Checkout") < table.index("FAQ")


def test_reviews_get_a_score_and_can_be_linked_later(page: Any, tmp_path: Path) -> None:
    """The stars are a question of the source like any other."""
    text = "text,stars\n" + "\n".join(f"It was as it was {at},{at % 5 + 1}" for at in range(9))
    drop(page, tmp_path, "reviews", "r.csv", text.encode())
    do(page, "evidence_attach")
    do(page, "look", name="view", value="scores")
    assert "Whole journey" in html(page)
    [source] = page.workshop.sources
    do(page, "links_of", id=source)
    assert "Stars" in html(page)


def test_a_picture_is_shown_where_its_source_is_opened(page: Any, tmp_path: Path) -> None:
    """It is kept as it is, and every tab still opens."""
    drop(page, tmp_path, "picture", "heat.png", PNG)
    assert "data:image/png;base64," in html(page)
    do(page, "evidence_attach")
    [source] = page.workshop.sources
    do(page, "look", name="source", value=source)
    assert "data:image/png;base64," in html(page)
    file = do(page, "save_picture", id=source)
    assert isinstance(file, Download)
    assert (file.data, file.mime) == (PNG, "image/png")
    for tab in ("ask", "import", "scores"):
        do(page, "look", name="view", value=tab)
        assert "not in this store" not in html(page)


def test_a_bad_file_leaves_the_page_as_it_was(page: Any, tmp_path: Path) -> None:
    """One clear line, no draft, nothing in the workshop."""
    with pytest.raises(Refused, match="no PNG or JPEG"):
        drop(page, tmp_path, "picture", "heat.png", b"<svg onload=alert(1)>")
    with pytest.raises(Refused, match="Nothing was pasted"):
        do(page, "evidence_paste", way="notes", text="  ")
    with pytest.raises(Refused, match="cannot be pasted"):
        do(page, "evidence_paste", way="picture", text="x")
    with pytest.raises(Refused, match="'x' is none"):
        do(page, "evidence_paste", way="notes", text="a", kind="x")
    assert page.evidence_draft() is None


def test_one_after_the_other(page: Any) -> None:
    """While something is under way nothing else begins; after discarding it does."""
    do(page, "evidence_paste", way="notes", text="risk: it leaks")
    with pytest.raises(Refused, match="under way here"):
        do(page, "evidence_paste", way="notes", text="another")
    do(page, "evidence_discard")
    do(page, "evidence_paste", way="notes", text="another")
    assert page.evidence_draft().evidence.text == "another"


def test_what_people_wrote_is_shown_as_text(page: Any) -> None:
    """Markup in a note is no markup on the page."""
    do(page, "evidence_paste", way="notes", text="pain: <img src=x onerror=alert(1)>")
    assert "<img" not in html(page)
    do(page, "evidence_attach")
    assert "<img" not in html(page)
