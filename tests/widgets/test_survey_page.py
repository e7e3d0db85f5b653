"""The Survey page: reading, correcting, linking, attaching, scores and sources."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from headless import do, html

from journeykit.errors import Refused
from journeykit.model import Workshop
from journeykit.store import Store, open_store
from journeykit.widgets import open_view
from journeykit.widgets.view import Toast, View

AIRPORT = Path(__file__).parents[2] / ".." / "shared" / "data" / "sfo" / "sfo_2016.csv"
#: five points, 6 = not applicable, 0 = blank, as in many airport surveys
KETTLE = {
    "Checkout": [1, 2, 4, 5, 5, 4, 6, 0, 3, 4], "Unboxing rating": [5, 1, 4, 2, 3, 5, 5, 6, 0, 5],
    "Website rating": [4, 4, 4, 5, 3, 2, 1, 5, 0, 4], "NPS": [0, 9, 10, 10, 7, 8, 9, 10, 6, 10],
}  # fmt: skip


def kettle(folder: Path, name: str = "kettle.csv", **more: list[Any]) -> Path:
    """Write forty answers about buying a kettle."""
    columns = {key: values * 4 for key, values in (KETTLE | more).items()}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def drop(view: View, path: Path) -> None:
    """Drop a file on the page."""
    do(view, "read", name=path.name, file=path)


def number_of(view: Any, id: str) -> int:
    """Return the number under which the page shows a question."""
    draft = view.draft()
    return [q.id for q in view.pending.survey(draft).questions].index(id)


def question(view: Any, id: str) -> Any:
    """Return a question as it is read now."""
    return view.pending.survey(view.underway()).question(id)


@pytest.fixture
def page(view: Callable[..., View]) -> Any:
    """The Survey page of a workshop with touchpoints."""
    return view("survey")


@pytest.fixture
def empty(store: Store) -> Any:
    """The Survey page of a workshop with nothing in it."""
    made = Workshop.new("Airport")
    store.create(made)
    return open_view("survey", store, made.id)


def reopened(view: Any) -> Any:
    """Open the page anew, as after a reload: another kernel, the same store."""
    return open_view("survey", view.store, view.workshop.id, **{
        key: value for key, value in view.at.items() if key != "workshop"
    })  # fmt: skip


def test_an_empty_page_says_what_is_kept(page: Any) -> None:
    """Whoever drops a file is told before that personal data goes and the file is not kept."""
    shown = html(page)
    assert "taken out at once" in shown and "The file itself never is" in shown
    assert 'id="survey-file"' in shown


def test_reading_shows_the_file_and_changes_nothing(page: Any, tmp_path: Path) -> None:
    """What was read is shown; the workshop stays as it was."""
    before = page.workshop
    drop(page, kettle(tmp_path, Email=["ann@example.org"] * 10))
    shown = html(page)
    for words in ("40", "comma", "utf-8", "Email", "Answers outside the scale", "Checkout"):
        assert words in shown
    assert "ann@example.org" not in shown
    assert page.workshop == before and page.store.history(before.id, limit=5)[0].seq == 1


def test_a_reload_finds_the_import_under_way(page: Any, tmp_path: Path) -> None:
    """Corrections and links made before a reload are there after it."""
    drop(page, kettle(tmp_path))
    at = number_of(page, "Checkout")
    do(page, "code", q=at, cell="6", value="not_applicable")
    do(page, "link", of="", q=at, value="journey")
    again = reopened(page)
    assert question(again, "Checkout").not_applicable == 4
    assert again.draft().links == {"Checkout": "journey"}
    assert "choose the file again" in html(again)  # the file itself was not kept


def test_a_code_is_said_once_for_all_questions_that_look_the_same(
    page: Any, tmp_path: Path
) -> None:
    """One choice reads 6 as not applicable everywhere, and answered stays as it was."""
    drop(page, kettle(tmp_path))
    before = question(page, "Checkout").answered
    do(page, "code", q=number_of(page, "Unboxing rating"), cell="6", value="not_applicable")
    checkout, delivery = question(page, "Checkout"), question(page, "Unboxing rating")
    assert (checkout.answered, checkout.not_applicable, checkout.missing) == (before, 4, 4)
    assert (delivery.answered, delivery.not_applicable, delivery.missing) == (32, 4, 4)


def test_one_question_is_corrected_and_then_its_likes(page: Any, tmp_path: Path) -> None:
    """Ends and codes of one question go to those that look the same in one click."""
    drop(page, kettle(tmp_path))
    at = number_of(page, "Checkout")
    do(page, "end", q=at, name="high", value="6")
    assert question(page, "Checkout").scale.max == 6
    assert question(page, "Unboxing rating").scale.max == 5
    do(page, "spread", q=at)
    assert question(page, "Unboxing rating").scale.max == 6
    do(page, "found", q=at)
    assert question(page, "Checkout").scale.max == 5


def test_ends_that_are_none_are_refused_beside_their_field(page: Any, tmp_path: Path) -> None:
    """An end is a number, and the message names the field; the other end's turns a scale round."""
    drop(page, kettle(tmp_path))
    at = number_of(page, "Checkout")
    do(page, "end", q=at, name="high", value="1")
    scale = question(page, "Checkout").scale
    assert (scale.min, scale.max) == (5, 1)
    with pytest.raises(Refused, match=r"^Worst answer: 'one' is not a number"):
        do(page, "end", q=at, name="low", value="one")


def test_a_column_can_be_left_out(page: Any, tmp_path: Path) -> None:
    """A column that says too much about people is gone from what would be kept."""
    drop(page, kettle(tmp_path, Remark=["I am Ann from No. 7"] * 10))
    do(page, "drop", q=number_of(page, "Remark"))
    survey = reopened(page).pending.survey(page.underway())
    assert "Remark" not in survey.frame.columns
    assert [(p.column, p.kind, p.cells) for p in survey.privacy] == [("Remark", "dropped", 40)]


def test_header_rows_and_encoding_are_read_again(page: Any, tmp_path: Path) -> None:
    """The person overrules what was found out about the file; decisions stay."""
    path = tmp_path / "old.csv"
    path.write_bytes("Größe der Auswahl;Lieferung\n".encode("cp1252") + b"4;5\n3;2\n" * 10)
    drop(page, path)
    do(page, "about", field="title", value="Old survey")
    do(page, "encoding", value="mac_roman")
    assert "Größe der Auswahl" not in html(page)
    do(page, "encoding", value="cp1252")
    assert "Größe der Auswahl" in html(page)
    do(page, "header_rows", value=2)
    assert page.pending.survey(page.underway()).responses == 19
    assert page.underway().about["title"] == "Old survey"
    with pytest.raises(Refused, match="Encoding"):
        do(page, "encoding", value="rot13")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("none.csv", b"", "'none.csv' is empty."),
        ("print.csv", b"%PDF-1.7\n", "'print.csv' is a PDF, not a table"),
        ("head.csv", b"a,b,c\n", "'head.csv' has a header but no answers below it."),
        ("letter.doc", b"Dear", "'letter.doc' has the unknown suffix '.doc'"),
        ("broken.csv.gz", b"\x1f\x8b00", "'broken.csv.gz' is a damaged gzip file."),
    ],
)
def test_what_is_no_survey_is_refused_in_one_line(
    page: Any, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    """Bad input gives one clear line, and nothing changes."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        drop(page, path)
    assert str(refused.value).startswith(words) and "\n" not in str(refused.value)
    assert page.draft() is None and not page.workshop.sources


def test_attaching_is_one_edit(page: Any, tmp_path: Path) -> None:
    """Source, links and new touchpoints come in one edit; undo takes all of it back."""
    before = page.workshop
    path = tmp_path / "kettle.csv.gz"
    path.write_bytes(gzip.compress(kettle(tmp_path).read_bytes()))
    drop(page, path)
    do(page, "stage", of="", value="Unpacking")
    do(page, "link", of="", q=number_of(page, "Unboxing rating"), value="new")
    do(page, "link", of="", q=number_of(page, "Checkout"), value="none")
    do(page, "about", field="wave", value="2026 autumn")
    assert isinstance(do(page, "attach"), Toast)
    (source,) = page.workshop.sources.values()
    (link,) = page.workshop.links.values()
    place = page.workshop.touchpoints[link.touchpoint]
    assert (source.wave, source.n) == ("2026 autumn", 40)
    assert (link.question, link.n, place.name) == ("Unboxing rating", 32, "Unboxing")
    assert page.workshop.stages[place.stage].name == "Unpacking"
    assert page.draft() is None
    page.session.undo()
    assert page.workshop == before


def test_what_is_sure_is_linked_in_one_click(page: Any, tmp_path: Path) -> None:
    """A question that names a touchpoint and the recommendation are proposed with a reason."""
    place = next(iter(page.workshop.touchpoints.values()))
    asked = f"Rating of {place.name}"
    drop(page, kettle(tmp_path, **{asked: [1, 2, 3, 4, 5] * 2}))
    assert "a recommendation is about everything" in html(page)
    do(page, "confirm_sure", of="")
    assert page.draft().links[asked] == f"t:{place.id}"
    assert page.draft().links["NPS"] == "journey"


def test_the_same_answers_are_not_attached_twice(page: Any, tmp_path: Path) -> None:
    """The same file, even under another name and corrected before, is refused."""
    drop(page, kettle(tmp_path))
    do(page, "code", q=number_of(page, "Checkout"), cell="6", value="not_applicable")
    do(page, "attach")
    with pytest.raises(Refused, match="is attached already, as the source 'kettle'"):
        drop(page, kettle(tmp_path, "copy.csv"))
    assert page.draft() is None and len(page.workshop.sources) == 1


def test_a_second_import_waits_for_the_first(page: Any, tmp_path: Path) -> None:
    """An import under way is not overwritten by somebody else's file."""
    drop(page, kettle(tmp_path))
    with pytest.raises(Refused, match="under way"):
        drop(reopened(page), kettle(tmp_path, "other.csv"))
    do(page, "discard")
    assert page.draft() is None


def test_the_next_wave_is_read_like_the_last(page: Any, tmp_path: Path) -> None:
    """Scales, codes and links of an earlier wave are taken over in one click."""
    drop(page, kettle(tmp_path))
    at = number_of(page, "Checkout")
    do(page, "code", q=at, cell="6", value="not_applicable")
    do(page, "link", of="", q=at, value="new")
    do(page, "attach")
    first = next(iter(page.workshop.sources))
    drop(page, kettle(tmp_path, "next.csv", Checkout=[5, 5, 5, 5, 6, 6, 1, 2, 3, 0]))
    assert "Read it as “kettle”" in html(page)
    do(page, "as_before", source=first)
    link = next(iter(page.workshop.links.values()))
    assert question(page, "Checkout").not_applicable == 8
    assert page.draft().links == {"Checkout": f"t:{link.touchpoint}"}


def test_the_next_wave_comes_in_with_one_click(page: Any, tmp_path: Path) -> None:
    """Read, linked and attached as before, with a name for both waves; one undo takes it back."""
    drop(page, kettle(tmp_path))
    at = number_of(page, "Checkout")
    do(page, "code", q=at, cell="6", value="not_applicable")
    do(page, "link", of="", q=at, value="new")
    do(page, "attach")
    first = next(iter(page.workshop.sources))
    more = {"Checkout": [5, 5, 5, 5, 6, 6, 1, 2, 3, 0], "Gift wrap": [1, 2, 3, 4, 5] * 2}
    drop(page, kettle(tmp_path, "next.csv", **more))
    seen = html(page)
    assert "This looks like wave 2 of “kettle”" in seen
    assert "4 of its 4 questions are asked again, 1 is new" in seen
    assert "New questions (1)" in seen
    do(page, "same_way", source=first)
    waves = {one.title: one.wave for one in page.workshop.sources.values()}
    assert waves == {"kettle": "Wave 1", "next": "Wave 2"}
    assert len({link.touchpoint for link in page.workshop.links.values()}) == 1
    assert [line.source for line in page.lines()] == ["Wave 1", "Wave 2"]
    assert page.draft() is None
    page.session.undo()
    assert [one.wave for one in page.workshop.sources.values()] == [""]


def test_responses_that_are_there_are_left_out(page: Any, tmp_path: Path) -> None:
    """A longer export brings its new responses alone, and the page says how many those are."""
    head = "Timestamp,Checkout rating,Say\n"
    rows = [f"2026-05-{day:02d} 10:00:00,{1 + day % 5},day {day}\n" for day in range(1, 31)]
    for name, n in (("may.csv", 20), ("june.csv", 30)):
        (tmp_path / name).write_text(head + "".join(rows[:n]), encoding="utf-8")
    drop(page, tmp_path / "may.csv")
    do(page, "link", of="", q=number_of(page, "Checkout rating"), value="journey")
    do(page, "attach")
    first = next(iter(page.workshop.sources))
    drop(page, tmp_path / "june.csv")
    do(page, "as_before", source=first)
    assert "20 responses are there already and were left out" in html(page)
    do(page, "header_rows", value=1)
    assert question(page, "Checkout rating").answered == 10
    do(page, "attach")
    assert [one.n for one in page.workshop.ordered("sources")] == [20, 10]
    drop(page, tmp_path / "june.csv")
    with pytest.raises(Refused, match="is attached already"):
        do(page, "as_before", source=first)


def test_all_that_was_decided_is_in_the_recipe(page: Any, tmp_path: Path) -> None:
    """Kinds, codes, links to touchpoints, stages and the whole, and columns that were left out."""
    more = {"Email": [f"a{n}@example.org" for n in range(10)], "Notes": list("abcdefghij")}
    drop(page, kettle(tmp_path, **more))
    for id, value in (("Checkout", "new"), ("NPS", "journey")):
        do(page, "link", of="", q=number_of(page, id), value=value)
    do(page, "kind", q=number_of(page, "Website rating"), value="number")
    do(page, "drop", q=number_of(page, "Notes"))
    do(page, "person", value="Email")
    assert question(page, "Person").kind == "identifier"
    do(page, "attach")
    (source,) = page.workshop.sources.values()
    told = yaml.safe_load(source.recipe)
    rules = {rule["match"]: rule for rule in told["questions"]}
    assert rules["Checkout"]["touchpoint"] == "Checkout"
    assert rules["NPS"]["touchpoint"] == "the whole journey"
    assert rules["Website rating"]["kind"] == "number"
    assert (told["drop"], told["person"]) == (["Notes"], "Email")
    assert b"example.org" not in page.store.dataset(source.dataset)


def test_links_can_be_changed_afterwards(page: Any, tmp_path: Path) -> None:
    """A link moves to a stage, to another touchpoint, and away; each with undo."""
    drop(page, kettle(tmp_path))
    do(page, "link", of="", q=number_of(page, "Checkout"), value="journey")
    at = number_of(page, "Checkout")
    do(page, "attach")
    source = next(iter(page.workshop.sources))
    place = next(iter(page.workshop.touchpoints.values()))
    do(page, "link", of=source, q=at, value=f"s:{place.stage}")
    (link,) = page.workshop.links.values()
    assert (link.stage, link.touchpoint) == (place.stage, None)
    do(page, "link", of=source, q=at, value=f"t:{place.id}")
    (link,) = page.workshop.links.values()
    assert (link.stage, link.touchpoint) == (None, place.id)
    do(page, "link", of=source, q=at, value="")
    assert not page.workshop.links
    page.session.undo()
    assert len(page.workshop.links) == 1
    with pytest.raises(Refused, match="not on the map"):
        do(page, "link", of=source, q=at, value="t:gone")


def test_few_answers_are_not_shown(page: Any, tmp_path: Path) -> None:
    """Fewer than five answers give no mean, no share and no distribution."""
    drop(page, kettle(tmp_path, Returns=[5, *[""] * 9]))
    do(page, "kind", q=number_of(page, "Returns"), value="rating")
    do(page, "link", of="", q=number_of(page, "Returns"), value="new")
    do(page, "attach")
    (line,) = page.lines()
    assert line.numbers.mean.suppressed and line.numbers.mean.n == 4
    assert line.numbers.answers == ()
    shown = html(page)
    assert "not shown" in shown and "fewer than 5 answers" in shown


def test_scores_are_not_computed_again_without_a_change(page: Any, tmp_path: Path) -> None:
    """Drawing twice hands out the same numbers; a new link makes new ones."""
    drop(page, kettle(tmp_path))
    do(page, "make_all", of="")
    do(page, "attach")
    lines = page.lines()
    assert page.lines() is lines
    source = next(iter(page.workshop.sources))
    do(page, "link", of=source, q=0, value="")
    assert page.lines() is not lines and len(page.lines()) == len(lines) - 1


def test_nps_stands_beside_means(page: Any, tmp_path: Path) -> None:
    """A recommendation question shows its NPS, by hand: 6 promoters, 2 detractors of 10."""
    drop(page, kettle(tmp_path))
    do(page, "confirm_sure", of="")
    do(page, "attach")
    (line,) = [line for line in page.lines() if line.question == "NPS"]
    assert line.place == "Whole journey"
    assert line.numbers.top.value == pytest.approx(40.0)
    assert "NPS 40" in html(page)


def test_other_evidence_is_registered_edited_and_removed(page: Any) -> None:
    """An interview becomes a source; removing it can be undone."""
    do(page, "add", kind="interview", title="Eight talks", collected="2026-10-01", n="8",
       method="On the phone", consent="Asked first", text="Nobody finds the chat.")  # fmt: skip
    (source,) = page.workshop.sources.values()
    assert (source.kind, source.n, source.text) == ("interview", 8, "Nobody finds the chat.")
    do(page, "edit", id=source.id, field="n", value="9")
    assert page.workshop.sources[source.id].n == 9
    with pytest.raises(Refused, match=r"^n: 'many' is not a number"):
        do(page, "edit", id=source.id, field="n", value="many")
    do(page, "remove", id=source.id)
    assert not page.workshop.sources
    page.session.undo()
    assert page.workshop.sources[source.id].title == "Eight talks"


def test_a_wide_survey_is_drawn_with_its_ratings_first(page: Any, tmp_path: Path) -> None:
    """Of a hundred columns the ratings come first; the others are folded below."""
    many: dict[str, list[Any]] = {f"Remark {n}": [f"word {n} {i}" for i in range(10)]
                                  for n in range(50)}  # fmt: skip
    many |= {f"Rate part {n}": [1, 2, 3, 4, 5] * 2 for n in range(50)}
    drop(page, kettle(tmp_path, **many))
    shown = html(page)
    assert (
        shown.index("Rate part 49") < shown.index('id="others"') < shown.index("Remark 0</strong>")
    )


@pytest.mark.skipif(not AIRPORT.exists(), reason="the airport's survey is not in ../shared/data")
def test_the_airport_becomes_a_map_with_right_scores(empty: Any) -> None:
    """From nothing to a map: means, shares and n equal those of plain pandas."""
    import pandas as pd

    drop(empty, AIRPORT)
    do(empty, "code", q=number_of(empty, "Q7ART"), cell="6", value="not_applicable")
    art = question(empty, "Q7ART")
    assert (art.answered, art.not_applicable, art.missing) == (2573, 428, 86)
    do(empty, "stage", of="", value="At the airport")
    do(empty, "make_all", of="")
    do(empty, "attach")
    assert [s.name for s in empty.workshop.stages.values()] == ["At the airport"]
    names = {t.name for t in empty.workshop.touchpoints.values()}
    assert {"Art", "Food", "Airtrain", "Restroom"} <= names

    plain = pd.read_csv(AIRPORT)
    lines = empty.lines()
    assert len(lines) == 26
    for line in lines:
        answers = pd.to_numeric(plain[line.question], errors="coerce")
        answered = answers.between(1, 5)
        values, weights = answers[answered], plain["WEIGHT"][answered]
        mean = (values * weights).sum() / weights.sum()
        top = weights[values >= 4].sum() / weights.sum()
        kish = weights.sum() ** 2 / (weights**2).sum()
        assert line.numbers.mean.n == len(values)
        assert line.numbers.mean.value == pytest.approx(mean)
        assert line.numbers.top.value == pytest.approx(top)
        assert line.numbers.mean.effective == pytest.approx(kish)
    shown = html(empty)
    assert "Answers are weighted by WEIGHT" in shown and "n_eff 2,090" in shown


def test_answers_from_another_store_are_named(page: Any, tmp_path: Path) -> None:
    """A workshop whose answers stayed elsewhere says so, and still shows its sources."""
    drop(page, kettle(tmp_path))
    do(page, "confirm_sure", of="")
    do(page, "attach")
    with open_store(tmp_path / "other.db") as other:
        other.create(page.workshop)
        moved: Any = open_view("survey", other, page.workshop.id, view="scores")
        assert "The answers of kettle are not in this store" in html(moved)
        source = next(iter(moved.workshop.sources))
        do(moved, "links_of", id=source)
        assert "import the file again" in html(moved)


def test_delimiter_and_tool_are_overruled_and_kept_in_the_recipe(page: Any, tmp_path: Path) -> None:
    """A wrong guess is mended on the page, and the next wave is read like that."""
    path = tmp_path / "odd.csv"
    rows = "".join(f"{at},a;{1 + at % 5};x\n" for at in range(30))
    path.write_text("no,who;Rate the food;place\n" + rows, encoding="utf-8")
    drop(page, path)
    do(page, "delimiter", value="comma")
    assert page.pending.base(page.underway()).answers.names == ("no", "who;Rate the food;place")
    do(page, "delimiter", value="semicolon")
    assert page.pending.base(page.underway()).answers.names == ("no,who", "Rate the food", "place")
    do(page, "tool", value="kobo")
    assert question(page, "Rate the food").answered == 30
    with pytest.raises(Refused, match="tool"):
        do(page, "tool", value="abacus")
    do(page, "header_rows", value=1)  # what was said before stays said
    do(page, "attach")
    (source,) = [s for s in page.workshop.sources.values() if s.file == "odd.csv"]
    told = yaml.safe_load(source.recipe)
    assert (told["delimiter"], told["tool"]) == (";", "kobo")


def test_tests_are_in_no_score_and_partial_ones_can_be_left_out(page: Any, tmp_path: Path) -> None:
    """The page says how many were recognized, and one choice counts them or sets them aside."""
    states = ["complete"] * 30 + ["partial"] * 8 + ["test"] * 2
    path = tmp_path / "kettle.csv"
    path.write_text("Status,Rate the kettle\n" + "".join(
        f"{state},{1 + at % 5}\n" for at, state in enumerate(states)
    ), encoding="utf-8")  # fmt: skip
    drop(page, path)
    shown = html(page)
    assert "Partial responses" in shown and "Test responses" in shown
    assert page.pending.survey(page.underway()).responses == 38
    do(page, "count", who="partial", value=False)
    assert page.pending.survey(page.underway()).responses == 30
    do(page, "count", who="test", value=True)
    assert page.pending.survey(page.underway()).responses == 32
    do(page, "count", who="partial", value=True)
    assert question(page, "Rate the kettle").answered == 40


def test_a_fuller_export_adds_its_columns_to_what_is_there(page: Any, tmp_path: Path) -> None:
    """One click gives the responses that are there the new columns; undo takes these back."""
    numbers = [f"r-{at:08}" for at in range(40)]
    first = kettle(tmp_path, "spring.csv")
    names = list(KETTLE)
    rows = list(csv.DictReader(first.open(encoding="utf-8")))

    def written(name: str, columns: list[str]) -> Path:
        lines = [",".join(["Response ID", *columns])]
        for at, (number, row) in enumerate(zip(numbers, rows, strict=True)):
            lines.append(",".join([number, *(row.get(c, str(1 + at % 5)) for c in columns)]))
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
        return tmp_path / name

    drop(page, written("first.csv", names))
    do(page, "attach")
    (source,) = [s for s in page.workshop.sources.values() if s.file == "first.csv"]
    before = source.dataset
    drop(page, written("fuller.csv", [*names, "Packaging rating"]))
    assert "Add 1 new question to “first”" in html(page)
    with pytest.raises(Refused, match="only its new questions can be added"):
        do(page, "as_before", source=source.id)
    toast = do(page, "widen")
    assert "1 new question was added to 'first'" in toast.text
    assert page.draft() is None
    kept = page._survey(source.id)
    assert kept.question("Packaging rating").answered == 40
    assert kept.responses == 40 and page.workshop.sources[source.id].dataset != before
    page.session.undo()
    assert page.workshop.sources[source.id].dataset == before


def test_a_scale_is_corrected_after_the_import(page: Any, tmp_path: Path) -> None:
    """Ends and codes of an attached question change; scores, n and the recipe follow; undo too."""
    drop(page, kettle(tmp_path))
    do(page, "link", of="", q=number_of(page, "Checkout"), value="journey")
    do(page, "attach")
    (link,) = page.workshop.links.values()
    (line,) = page.lines()
    assert (link.low, link.high, link.n, round(line.numbers.mean.value, 2)) == (1, 5, 32, 3.5)
    at = [q.id for q in page._survey(link.source).questions].index("Checkout")
    page.show(view="sources", source=link.source, open=str(at))
    assert "Worst answer" in html(page)
    do(page, "rescale", of=link.source, q=at, name="high", value="6")
    (line,) = page.lines()
    assert (line.high, line.numbers.mean.n) == (6, 36)
    assert page.workshop.links[link.id].n == 36
    do(page, "rescale", of=link.source, q=at, name="not_applicable", value="6; 0")
    (line,) = page.lines()
    assert (line.numbers.mean.n, page.workshop.links[link.id].missing) == (32, ())
    told = yaml.safe_load(page.workshop.sources[link.source].recipe)
    rule = next(rule for rule in told["questions"] if rule["match"] == "Checkout")
    assert (rule["scale"], rule["not_applicable"]) == ([1, 6], [6, 0])
    with pytest.raises(Refused, match="No answer"):
        do(page, "rescale", of=link.source, q=at, name="missing", value="x")
    page.session.undo()
    page.session.undo()
    assert page.workshop.links[link.id] == link
    do(page, "rescale", of=link.source, q=at, name="low", value="5")  # turned round
    assert (page.workshop.links[link.id].low, page.workshop.links[link.id].high) == (5, 1)
    assert round(page.lines()[0].numbers.mean.value, 2) == 3.5


def test_a_question_without_a_link_asks_for_one_before_its_scale(page: Any, tmp_path: Path) -> None:
    """A scale belongs to a link; without one it is said what comes first."""
    drop(page, kettle(tmp_path))
    do(page, "attach")
    (source,) = [s for s in page.workshop.sources.values() if s.file == "kettle.csv"]
    page.show(view="sources", source=source.id, open="0")
    assert "Say first what it speaks about" in html(page)
    with pytest.raises(Refused, match="link it first"):
        do(page, "rescale", of=source.id, q=0, name="low", value="5")


def test_answers_of_fewer_than_five_people_are_not_shown(page: Any, tmp_path: Path) -> None:
    """What so few wrote is read and counted, and nowhere quoted."""
    path = tmp_path / "few.csv"
    path.write_text("id,Remark\n" + "".join(f"r{at},the gate {at}\n" for at in range(4)),
                    encoding="utf-8")  # fmt: skip
    drop(page, path)
    assert "the gate 1" not in html(page) and "with fewer than 5" in html(page)
    do(page, "discard")
    path.write_text("id,Remark\n" + "".join(f"r{at},the gate {at}\n" for at in range(5)),
                    encoding="utf-8")  # fmt: skip
    drop(page, path)
    assert "the gate 1" in html(page)
