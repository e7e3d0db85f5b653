from __future__ import annotations

from html.parser import HTMLParser

from journeykit.maps.curve import curve
from journeykit.maps.grid import grid
from journeykit.maps.outline import as_html, as_markdown, as_text, outline
from journeykit.maps.points import Sizes
from journeykit.maps.table import Hooks, table


class Cells(HTMLParser):
    """Rows of a table as lists of (tag, attributes, text)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, dict, str]]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append((tag, dict(attrs), ""))
            self.inside = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            tag, attrs, text = self.rows[-1][-1]
            self.rows[-1][-1] = (tag, attrs, text + data)


def test_a_screen_reader_finds_stage_touchpoint_and_lane_of_every_cell(jacket):
    """Stages head groups of columns, touchpoints columns, lanes rows."""
    rows = Cells(str(table(grid(jacket)))).rows
    assert [(a["scope"], a["colspan"]) for _, a, _ in rows[0][1:]] == [
        ("colgroup", "2"), ("colgroup", "2"), ("colgroup", "3"), ("colgroup", "2"),
        ("colgroup", "1"),
    ]  # fmt: skip
    assert {a["scope"] for _, a, _ in rows[1][1:]} == {"col"}
    assert all(row[0][1]["scope"] == "row" for row in rows)
    assert [row[0][2] for row in rows[2:]] == ["Does", "Thinks", "Pain", "Opportunity", "Evidence"]
    assert all(len(row) == 11 for row in rows[1:])


def test_the_map_scrolls_in_a_region_that_takes_the_focus(jacket):
    """Keyboard users reach the region, and it says what it is."""
    html = str(table(grid(jacket)))
    assert 'role="region" tabindex="0" aria-label="Journey map: Buying a winter jacket' in html


def test_table_and_curve_have_the_same_columns(jacket, points):
    """The widths of the columns are those with which the curve was drawn."""
    sizes = Sizes(column=120)
    plan = grid(jacket)
    html = str(table(plan, curve(plan, points, sizes), sizes=sizes))
    assert html.count('<col style="width:120px">') == 10
    assert 'class="plot" role="img"' in html
    assert 'width="1200"' in html


def test_what_people_typed_is_text(jacket):
    """Markup in a card, a stage or a channel is shown, not run."""
    evil = "<img src=x onerror=alert(1)>"
    changed = jacket.model_copy(update={
        "notes": {"n": jacket.notes["n0"].model_copy(update={"text": evil})},
        "stages": {**jacket.stages, "s0": jacket.stages["s0"].model_copy(update={"name": evil})},
        "touchpoints": {**jacket.touchpoints,
                        "t1": jacket.touchpoints["t1"].model_copy(update={"channel": evil})},
    })  # fmt: skip
    plan = grid(changed)
    assert "<img" not in str(table(plan))
    assert "<img" not in str(as_html(outline(plan)))


def test_a_page_can_draw_its_own_cells(jacket):
    """The hook of a cell gets the row, the column and the cards, and its markup is used as is."""

    class Own(Hooks):
        def cell(self, grid, row, column, cards):
            return f"<i>{row.key}/{column.key}/{len(cards)}</i>"

    html = str(table(grid(jacket), hooks=Own()))
    assert "<i>pain/t5/1</i>" in html
    assert "<i>pain/t4/0</i>" in html


def test_the_outline_tells_everything_that_the_map_shows(jacket, points):
    """Stage, touchpoint, lane, card, emotion, evidence, loop: each in its place."""
    text = as_text(outline(grid(jacket), points))
    lines = text.splitlines()
    at = lines.index("    - Touchpoint: Checkout (website · online)")
    below = lines[at + 1 : at + 8]
    assert below == [
        "      - ★ Moment of truth",
        "      - Team: −0.2, n 12",
        "      - Customers: −1.3, 95 % interval −1.6 to −1.0, n 188",
        "      - Evidence: ○ assumed; nobody owns it",
        "      - Does: Looks for PayPal [assumed]",
        "      - Pain: 5 steps, forced account [assumed]",
        "      - Opportunity: guest checkout [assumed]",
    ]
    assert "      - Loop to Compares sizes and reviews: orders another size" in lines
    assert "      - Customers: too few answers to show" in lines


def test_the_outline_as_markdown_keeps_signs_as_signs(jacket):
    """Stars and brackets that somebody typed are no emphasis and no link."""
    note = jacket.notes["n0"].model_copy(update={"text": "says *never* [again](x)"})
    changed = jacket.model_copy(update={"notes": {"n0": note}})
    text = as_markdown(outline(grid(changed)))
    assert r"says \*never\* \[again\](x)" in text
    assert text.startswith("# Buying a winter jacket · Sarah · current journey\n")
