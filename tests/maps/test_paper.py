from __future__ import annotations

import re

import pytest

from journeykit.errors import Refused
from journeykit.maps.grid import grid
from journeykit.maps.paper import A3, A4, file_name, map_data, paper, parts
from journeykit.model import Journey, Note, Stage, Touchpoint, Workshop


def long(stages: int, each: int) -> Workshop:
    """A journey of many touchpoints."""
    points = {
        f"t{s}-{t}": Touchpoint(id=f"t{s}-{t}", stage=f"s{s}", name=f"Step {s}.{t}", rank=t)
        for s in range(stages)
        for t in range(each)
    }
    return Workshop(
        id="w",
        journeys={"j": Journey(id="j", title="Long")},
        stages={f"s{s}": Stage(id=f"s{s}", journey="j", name=f"Stage {s}", rank=s)
                for s in range(stages)},
        touchpoints=points,
    )  # fmt: skip


def text_of(svg: bytes) -> str:
    return svg.decode()


@pytest.mark.parametrize(("format", "head"), [
    ("pdf", b"%PDF-"), ("png", b"\x89PNG"), ("svg", b"<svg"),
])  # fmt: skip
def test_the_map_is_a_file_of_each_format(jacket, points, format, head):
    """PDF, PNG and SVG begin as such files do."""
    assert paper(jacket, grid(jacket), format, points=points)[:5].startswith(head[:4])


def test_a_short_map_is_one_page_and_a_long_one_is_split_by_stages():
    """Six stages of five touchpoints need two A3 pages of three stages each."""
    plan = grid(long(6, 5))
    pages = list(parts(plan, A3.room))
    assert [[band.stage.name for band in page.bands] for page in pages] == [
        ["Stage 0", "Stage 1", "Stage 2"], ["Stage 3", "Stage 4", "Stage 5"],
    ]  # fmt: skip
    made = paper(long(6, 5), plan, "pdf")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 2


def test_stages_that_begin_a_page(jacket):
    """A break cuts there and nowhere else; a stage of another journey is refused."""
    stages = [band.stage.id for band in grid(jacket).bands]
    cut = list(parts(grid(jacket), 50, {stages[1]}))
    assert [[band.stage.id for band in part.bands] for part in cut] == [[stages[0]], stages[1:]]
    with pytest.raises(Refused, match="'other' is none"):
        paper(jacket, grid(jacket), breaks=["other"])


def test_a_stage_wider_than_a_page_goes_on_and_says_so():
    """No touchpoint is lost when one stage has more than a page can hold."""
    plan = grid(long(1, 40))
    pages = list(parts(plan, A3.room))
    assert [len(page.columns) for page in pages] == [16, 16, 8]
    assert pages[1].bands[0].stage.name == "Stage 0 (continued)"


def test_small_maps_take_the_small_sheet(jacket):
    """Ten touchpoints fit on A4, eighteen take A3."""
    assert map_data(jacket, grid(jacket), (), "pdf")["width"] == A4.width
    wide = long(3, 6)
    assert map_data(wide, grid(wide), (), "pdf")["width"] == A3.width


def test_a_loop_across_pages_is_told_on_both():
    """An arc that would leave the page is written in words below."""
    from journeykit.model import Path

    base = long(6, 5)
    loop = Path(id="p", start="t5-4", end="t0-0", title="again")
    changed = base.model_copy(update={"paths": {"p": loop}})
    data = map_data(changed, grid(changed), (), "pdf")
    assert [part["notes"] for part in data["parts"]] == [["↺ again: from Step 5.4 to Step 0.0"]] * 2


def test_markup_in_a_card_is_printed_as_typed(jacket):
    """A card that looks like Typst code is data: it neither runs nor breaks the page."""
    evil = '#panic("x") $a^2$ #let x = 1 *bold* \\ "quotes" <label> @ref [b'
    note = Note(id="n0", lane="actions", touchpoint="t0", text=evil)
    changed = jacket.model_copy(update={"notes": {"n0": note}})
    assert paper(changed, grid(changed), "pdf").startswith(b"%PDF-")


def test_no_text_is_cut_however_long(jacket):
    """A card of 4,000 letters makes the page taller or longer, not the text shorter."""
    long_note = Note(id="n0", lane="actions", touchpoint="t0", text="word " * 800)
    changed = jacket.model_copy(update={"notes": {"n0": long_note}})
    made = paper(changed, grid(changed), "pdf")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) > 1
    tall = paper(changed, grid(changed), "svg")
    height = float(re.search(rb'height="([\d.]+)', tall)[1])
    assert height > 2000


def test_the_whole_map_is_one_picture():
    """SVG and PNG are as wide as the map needs, on a single page."""
    wide = long(6, 5)
    svg = paper(wide, grid(wide), "svg")
    width = float(re.search(rb'width="([\d.]+)', svg)[1])
    assert width > 2000  # points: 30 columns of 26 mm


def test_what_cannot_be_printed_is_refused(jacket):
    """Another format and an empty journey say what is wrong."""
    with pytest.raises(Refused, match="pdf, svg or png"):
        paper(jacket, grid(jacket), "gif")
    empty = Workshop(journeys={"j": Journey(id="j")})
    with pytest.raises(Refused, match="no stage yet"):
        paper(empty, grid(empty))


def test_a_file_is_named_after_its_journey(jacket):
    """The name has no sign that a file system refuses."""
    assert file_name(grid(jacket), "pdf") == "map-buying-a-winter-jacket-sarah-current-journey.pdf"
