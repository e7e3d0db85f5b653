"""The tab Comments: feelings suggested and confirmed, filters, themes, findings, links, trust."""

from __future__ import annotations

import csv
import html as entities
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from headless import do, html, said

from journeykit import checks
from journeykit.attach import answers, attach
from journeykit.emotions.text import text_points
from journeykit.errors import Refused
from journeykit.evidence.comments import documents
from journeykit.model import Workshop
from journeykit.scoring import lines
from journeykit.store import Store
from journeykit.widgets.view import View

ASKED = "What should we improve?"
RECIPE = (
    "questions: [{match: 'What*', kind: text}, {match: 'Product*', kind: rating, scale: [1, 5]}]"
)
SAID = [
    "The courier was rude", "Delivery was slow and awful", "Great app", "Delivery took ages",
    "I love the app", "Late delivery again", "Delivery late, not good", "App is easy",
    "The delivery was terrible", "Palvelu oli todella hyvä", "n/a", "",
]  # fmt: skip


def quotes(view: View) -> list[str]:
    """Return the comments on the page, in order."""
    return re.findall(r'<blockquote dir="auto">(.*?)</blockquote>', html(view))


@pytest.fixture
def add(store: Store, workshop: Workshop, tmp_path: Path) -> Callable[..., str]:
    """Attach a survey with a rating and a question in words."""

    def added(cells: Sequence[str] = SAID, name: str = "2026", **about: Any) -> str:
        path = tmp_path / f"{name}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["Product page rating", ASKED])
            writer.writerows([1 + at % 5, cell] for at, cell in enumerate(cells))
        links: dict[str, str | None] = {"Product page rating": place(workshop)}
        return attach(store, workshop.id, path, RECIPE, links, wave=name, **about)

    return added


def place(workshop: Workshop) -> str:
    """The touchpoint that the tests speak about."""
    return next(iter(workshop.touchpoints))


@pytest.fixture
def look(view: Callable[..., View]) -> Callable[..., View]:
    """Open the tab: ``look("themes")``."""
    return lambda say="", **at: view("survey", view="comments", say=say, **at)


def codings(page: View) -> dict[int, Any]:
    """What people decided, by row."""
    page.session.refresh()
    return {one.row: one for one in page.workshop.codings.values()}


def of(source: str, row: int) -> dict[str, Any]:
    """A comment, as the page names it."""
    return {"source": source, "question": ASKED, "row": row}


def test_without_comments_it_says_what_is_needed(look: Callable[..., View]) -> None:
    """An empty workshop leads to the import and to other evidence."""
    page = look()
    assert "There are no comments yet" in said(page) and 'id="comments-import"' in html(page)


def test_each_comment_shows_a_suggestion_that_is_called_one(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """Nothing is confirmed at first; another language is named and not scored."""
    add()
    text = said(look())
    assert "0 of 10 confirmed by a person" in text and "suggested: content" in text
    assert "1 comment is in Finnish, which the kit cannot score" in text
    assert "no suggestion: in Finnish, not scored" in text and "✓ confirmed" not in text


def test_most_uncertain_come_first(look: Callable[..., View], add: Callable[..., str]) -> None:
    """The nearest to neutral first, what has no suggestion last."""
    add()
    shown = quotes(look())
    assert shown[-1] in ("Palvelu oli todella hyvä", "Delivery took ages")
    assert quotes(look(c_order="first")) == SAID[:10]
    assert quotes(look(c_order="worst"))[0] in ("The delivery was terrible", SAID[1])


def test_a_click_confirms_and_the_list_stays(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """The comment stays where it is, marked as confirmed; the next one is looked at."""
    source = add()
    page = look(c_order="first")
    before = quotes(page)
    do(page, "comment_feel", **of(source, 0), valence=-1)
    assert codings(page)[0].valence == -1 and not codings(page)[0].together
    assert quotes(page) == before and "1 of 10 confirmed" in said(page)
    assert re.search(r'<li id="c-[^"]*\.1\.\w+" class="now"', html(page))
    do(page, "comment_feel", **of(source, 0), valence=-1)
    assert codings(page)[0].valence is None and "0 of 10 confirmed" in said(page)


def test_keys_say_the_feeling(look: Callable[..., View], add: Callable[..., str]) -> None:
    """1 to 5, a step higher or lower, taking the suggestion."""
    source = add()
    page = look(c_order="first")
    for key, valence in zip("12345", range(-2, 3), strict=True):
        do(page, f"comment_{key}", **of(source, int(key)))
        assert codings(page)[int(key)].valence == valence
    do(page, "comment_higher", **of(source, 1))
    do(page, "comment_lower", **of(source, 5))
    assert (codings(page)[1].valence, codings(page)[5].valence) == (-1, 1)
    do(page, "comment_take", **of(source, 8))
    assert codings(page)[8].valence == -2 or codings(page)[8].valence == -1
    with pytest.raises(Refused, match="no suggestion"):
        do(page, "comment_take", **of(source, 9))


def test_what_a_browser_makes_up_is_refused(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """Rows that are no comment, feelings beyond the scale, parts that are not there."""
    source = add()
    page = look()
    with pytest.raises(Refused, match="not here any more"):
        do(page, "comment_feel", **of(source, 10), valence=1)
    with pytest.raises(Refused, match="one of five"):
        do(page, "comment_feel", **of(source, 0), valence=3)
    with pytest.raises(Refused):
        do(page, "comments_show", name="view", value="x")
    assert "Traceback" not in said(look(c_page="99999999999", c_order="odd", c_theme="gone"))


def test_confirming_all_is_one_edit_and_one_undo(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """All listed suggestions at once, marked as unread; what has none is left alone."""
    add()
    page = look()
    toast = do(page, "comments_confirm")
    made = codings(page)
    assert toast.text == f"Confirmed {len(made)} suggestions." and 9 not in made
    assert all(one.together and one.valence is not None for one in made.values())
    page.session.undo()
    assert not page.workshop.codings
    do(page, "comments_confirm")
    with pytest.raises(Refused, match="None of these"):
        do(page, "comments_confirm")


def test_fewer_than_five_are_not_shown(look: Callable[..., View], add: Callable[..., str]) -> None:
    """The words of four people stay hidden, in the list and to a made-up request."""
    source = add(SAID[:4])
    page = look()
    assert quotes(page) == [] and "fewer than 5" in said(look("trust"))
    with pytest.raises(Refused, match="not here"):
        do(page, "comment_feel", **of(source, 0), valence=1)
    add(SAID, "2027")
    page = look(c_source=source)
    assert quotes(page) == []


def test_a_theme_of_few_shows_no_words(look: Callable[..., View], add: Callable[..., str]) -> None:
    """Three comments on the app: counted as few, no example, no list."""
    add()
    page = look("themes")
    do(page, "theme_add", name="App", words="app")
    theme = next(iter(page.workshop.themes))
    page.show(c_open=theme)
    assert "fewer than 5 responses" in said(page)
    assert "Examples are shown from 5 responses on" in said(page)
    do(page, "theme_comments", id=theme)
    assert quotes(page) == [] and "comments of fewer than 5 are not shown" in said(page)


def test_proposed_themes_are_taken_named_merged_and_deleted(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """Each is an edit that can be taken back; merged words and codings go along."""
    source = add()
    page = look("themes")
    assert "Delivery delivery" in said(page)
    do(page, "theme_take", words=["delivery"])
    assert "5 of 10 responses (50 %, 24 to 76 %)" in said(page)
    do(page, "theme_add", name="Apps", words="app, phone")
    first, second = page.workshop.ordered("themes")
    do(page, "comment_theme", **of(source, 0), theme=second.id, value=True)
    do(page, "theme_edit", id=first.id, field="name", value="Waiting")
    do(page, "theme_merge", id=second.id, value=first.id)
    (one,) = page.workshop.ordered("themes")
    assert (one.name, one.words) == ("Waiting", ("delivery", "app", "phone"))
    assert codings(page)[0].themes == (one.id,)
    page.session.undo()
    assert len(page.workshop.themes) == 2
    do(page, "theme_remove", id=first.id)
    assert list(page.workshop.themes) == [second.id]


def test_a_theme_becomes_a_finding(look: Callable[..., View], add: Callable[..., str]) -> None:
    """Kind first; then one click, linked back, with source and frequency."""
    source = add()
    page = look("themes")
    do(page, "theme_take", words=["delivery"])
    (theme,) = page.workshop.themes
    with pytest.raises(Refused, match="Say first what 'Delivery' points to"):
        do(page, "theme_finding", id=theme)
    do(page, "theme_edit", id=theme, field="kind", value="risk")
    do(page, "theme_finding", id=theme)
    (finding,) = page.workshop.findings.values()
    assert (finding.kind, finding.title, finding.sources, finding.frequency, finding.quote) == (
        "risk", "Delivery", (source,), 3, "",
    )  # fmt: skip
    assert page.workshop.themes[theme].finding == finding.id
    assert f"improve?open={finding.id}" in html(page)
    with pytest.raises(Refused, match="already"):
        do(page, "theme_finding", id=theme)


def test_quotes_need_consent_or_a_word_that_there_is_one(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """Without consent it is asked; a comment that is not of the theme is no quote of it."""
    source = add()
    page = look("themes")
    do(page, "theme_take", words=["delivery"])
    (theme,) = page.workshop.themes
    do(page, "theme_edit", id=theme, field="kind", value="pain")
    page.show(c_open=theme)
    assert "does not say that people agreed to be quoted" in entities.unescape(html(page))
    with pytest.raises(Refused, match="consent"):
        do(page, "theme_finding", id=theme, **of(source, 3))
    with pytest.raises(Refused, match="quoted only where"):
        do(page, "theme_finding", id=theme, **of(source, 2), agreed=True)
    do(page, "theme_finding", id=theme, **of(source, 3), agreed=True)
    assert [one.quote for one in page.workshop.findings.values()] == ["Delivery took ages"]


def test_coded_comments_become_a_theme_and_a_finding(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """Five comments that people called a risk, with one click."""
    source = add()
    page = look("themes")
    for row in range(5):
        do(page, "comment_kind", **of(source, row), value="risk")
    assert "Risk no touchpoint 5 Make a finding" in said(page)
    do(page, "coded_finding", kind="risk", touchpoint="")
    (theme,) = page.workshop.themes.values()
    (finding,) = page.workshop.findings.values()
    assert (finding.kind, theme.finding, theme.name) == ("risk", finding.id, "Risk in comments")
    assert "put there by a person" in finding.detail
    page.session.undo()
    assert not page.workshop.themes and not page.workshop.findings


def test_tied_comments_are_on_the_curve_and_no_score(
    look: Callable[..., View], add: Callable[..., str], store: Store, workshop: Workshop
) -> None:
    """A question tied to a touchpoint: a text point, no rating, evidence once confirmed."""
    source = add()
    page = look("trust")
    at = place(workshop)
    before = len(lines(store, page.workshop)), len(answers(store, page.workshop))
    do(page, "comments_about", source=source, question=ASKED, value=at)
    assert (len(lines(store, page.workshop)), len(answers(store, page.workshop))) == before
    (point,) = text_points(documents(store, page.workshop), list(page.workshop.touchpoints))
    assert (point.touchpoint, point.source) == (at, "text")
    assert point.method.startswith(f"suggested by word lists, none of {point.n} confirmed")
    assert "Spearman" in said(page)
    link = next(one for one in page.workshop.links.values() if one.comments)
    assert link.n == 0
    do(page, "comments_confirm")
    assert page.workshop.links[link.id].n == len(page.workshop.codings)
    assert checks.touchpoint_evidence(page.workshop, at).status == "measured"
    do(page, "comments_about", source=source, question=ASKED, value="")
    assert not any(one.comments for one in page.workshop.links.values())


def test_agreement_is_told_from_five_on(look: Callable[..., View], add: Callable[..., str]) -> None:
    """Only what was confirmed one by one counts; before that it says how many are missing."""
    source = add()
    page = look("trust")
    assert "0 comments were confirmed one by one" in said(page) and "5 to go" in said(page)
    for row in (0, 1, 2, 4, 5):
        do(page, "comment_take", **of(source, row))
    assert "The same of five points in 100 % of 5 comments (57 to 100 %)" in said(page)
    assert "kappa +1.00" in said(page)


@pytest.mark.parametrize(
    "cells",
    [["ok then"], ["Good"] * 600, ["👍"] * 30, ["great " * 3_000] * 6, ["שירות טוב מאוד"] * 8],
    ids=["one", "equal", "emoji", "long", "right to left"],
)
def test_odd_comments_draw_a_sensible_page(
    look: Callable[..., View], add: Callable[..., str], cells: list[str]
) -> None:
    """No NaN, no None, no traceback on any part of the tab."""
    add(cells)
    for say in ("confirm", "themes", "trust"):
        text = said(look(say))
        assert not re.search(r"\bnan\b|None\b|Traceback", text, re.I), text
        assert "confirmed" in text


def test_many_comments_are_read_with_progress(
    look: Callable[..., View], add: Callable[..., str], view: Callable[..., View]
) -> None:
    """More than a page opens with are read when the tab is chosen, told step by step."""
    add([f"Parcel {word} was late" for word in range(9_000)])
    assert "9,000 different comments wait to be read" in said(look())
    page = view("survey")
    steps = list(page.call("look", {"name": "view", "value": "comments"}))
    assert steps[0][0] == "Reading comments, 2,000 of 9,000" and steps[-1][1] == 1
    assert "0 of 9,000 confirmed" in said(page)
