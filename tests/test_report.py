"""The report: complete, sourced, self-contained, and right."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from journeykit import examples
from journeykit.attach import attach
from journeykit.edits import Put, Remove
from journeykit.errors import Missing, Refused
from journeykit.model import Workshop
from journeykit.report import Report, make, open_report, parts, write
from journeykit.report.making import Made, page
from journeykit.store import Store, open_store

SFO = Path(__file__).parents[2] / "shared" / "data" / "sfo" / "sfo_2016.csv"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("report") / "kit.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def jacket(store: Store) -> Workshop:
    return store.open(examples.load(store, "clothing"))[0]


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def made(store: Store, jacket: Workshop, told: list[str]) -> Made:
    """The report of the jacket, made once, without one part."""
    return make(store, jacket.id, told.append, leave_out=["KPIs"])


@pytest.fixture
def report(store: Store, jacket: Workshop) -> Report:
    return Report(store, jacket)


class Page(HTMLParser):
    """Tags with their attributes, in order, and the words between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


# -- the page


def test_the_page_needs_nothing_from_elsewhere(made: Made) -> None:
    """No script, no link, no picture, no font: one file that opens with no network."""
    shown = Page(made.html)
    assert not {tag for tag, _ in shown.tags} & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"https?://|@import|url\((?!#)", made.html)


def test_the_page_can_be_found_around_in(made: Made) -> None:
    """A language, a title, landmarks, one h1, and contents that lead to every heading."""
    shown = Page(made.html)
    names = [tag for tag, _ in shown.tags]
    assert dict(shown.tags)["html"] == {"lang": "en"}
    assert [names.count(tag) for tag in ("h1", "main", "header", "nav", "footer")] == [1] * 5
    ids = [attrs["id"] for _, attrs in shown.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    leads = [a["href"] for tag, a in shown.tags if tag == "a" and (a["href"] or "").startswith("#")]
    assert len(leads) == len(parts())  # one part is left out, the way past the contents comes first
    assert {str(lead)[1:] for lead in leads} <= set(ids)


def test_every_table_has_a_caption_and_headers(made: Made) -> None:
    """What a screen reader needs to say where it is."""
    names = [tag for tag, _ in Page(made.html).tags]
    assert names.count("table") == names.count("caption") > 8
    assert all(attrs.get("scope") for tag, attrs in Page(made.html).tags if tag == "th")


def test_code_and_instructions_are_not_in_the_page(made: Made) -> None:
    """The page is for readers; what is for those who run the notebook stays there."""
    words = Page(made.html).words
    assert "open_report" not in words
    assert "papermill" not in words


def test_a_part_can_be_left_out(made: Made) -> None:
    """The heading and its content are gone, from the contents, too."""
    assert "KPIs with every measured value" not in made.html
    assert "KPIs" not in re.findall(r"<nav.*?</nav>", made.html, re.DOTALL)[0]


def test_progress_names_the_part_in_work(made: Made, told: list[str]) -> None:
    """From starting to writing, part by part."""
    assert told[0] == "Starting"
    assert any(words.startswith("Personas (5 of ") for words in told)
    assert told[-1] == "Writing the report"


def test_the_notebook_carries_its_outputs_and_no_place(made: Made, store: Store) -> None:
    """The executed notebook has the parts as outputs, and neither store address nor paths."""
    notebook = json.loads(made.notebook)
    outputs = [cell for cell in notebook["cells"] if cell.get("outputs")]
    assert len(outputs) == len(parts()) - 2  # one left out, the method notes are prose
    assert str(store.url) not in made.notebook
    assert "/tmp/" not in made.notebook
    assert "stderr" not in made.notebook


def test_the_template_is_a_story() -> None:
    """No outputs kept, cells of at most six lines, no functions, prose before code."""
    from journeykit import library

    path = library.folder("report") / "report.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
    assert max(text.count("\n") + 1 for text in code) <= 6
    assert not any("def " in text or "class " in text for text in code)
    assert cells[0]["cell_type"] == "markdown"


# -- what it says


def test_the_first_page_says_what_matters(report: Report) -> None:
    """Goal, persona, heaviest finding with its n and sources, blind spots, actions, coverage."""
    words = Page(report.summary().html).words
    for said in (
        "Find out why jackets are bought once",
        "Sarah, 30-39, Nurse in shifts",
        "5 steps, forced account",
        "customers −1.3, 95 % interval −1.4 to −1.2, n 188",
        "Customers after a jacket purchase, Web shop statistics, October",
        "Guest checkout with PayPal", "Jonas Thiel", "2027-02-26",
        f"Evidence coverage {100 * report.covered:.0f} %",
        "people, quotes and answers are invented",
    ):  # fmt: skip
        assert said in words
    assert "ASSUMPTIONS" not in words


def test_too_few_answers_are_not_shown(report: Report) -> None:
    """Three answers on the refund give no number and no bar."""
    row = next(row for row in report.rows if row.touchpoint.id == "refund")
    assert (row.survey.value, row.mean, row.survey.n) == (None, None, 3)
    assert "not shown: fewer than 5 answers" in Page(report.scores().html).words


def test_every_measured_value_has_n_and_source(report: Report) -> None:
    """A KPI's values name day, interval, n, source and method."""
    words = Page(report.kpis().html).words
    assert (
        "2026-10-31: 41 % (39.7 to 42.4), n 4902, Web shop statistics, October, share, "
        "Wilson 95 %; 2011 of 4902" in words
    )


def test_a_map_that_is_believed_carries_its_mark(store: Store) -> None:
    """Below one half of evidence the first page begins with ASSUMPTIONS."""
    guess = Workshop.new("A guess")
    store.create(guess)
    assert "ASSUMPTIONS" in Page(Report(store, guess).summary().html).words


def test_the_quality_part_says_what_is_believed_and_what_grows_old(report: Report) -> None:
    """Coverage by stage, moments with their numbers, unasked claims, age, the rubric."""
    words = Page(report.quality().html).words
    for said in (
        "Evidence by stage", "Evidence by lane", "the highest of 9 measured touchpoints",
        "What we believe and nobody has asked", "only the team guessed its feeling",
        "Nothing is older than 365 days", "points in the rows that are scored",
    ):  # fmt: skip
        assert said in words


def test_an_empty_workshop_makes_a_report(store: Store) -> None:
    """Every part says that there is nothing yet instead of failing."""
    empty = Workshop.new("Empty")
    store.create(empty)
    report = Report(store, empty)
    for name in ("summary", "personas", "map", "scores", "findings", "ideal", "actions", "kpis",
                 "sources", "quality"):  # fmt: skip
        assert isinstance(getattr(report, name)().html, str)


def test_what_people_typed_is_shown_not_run(store: Store) -> None:
    """Markup in a title, a quote and a note comes out as text."""
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    id = store.create(Workshop.new(evil))
    for collection, entity in (
        ("journeys", {"id": "j", "title": evil}),
        ("stages", {"id": "s", "journey": "j", "name": evil}),
        ("touchpoints", {"id": "t", "stage": "s", "name": evil, "moment_of_truth": True}),
        ("notes", {"touchpoint": "t", "text": evil}),
        ("personas", {"name": evil, "goals": [evil]}),
        ("findings", {"title": evil, "quote": evil, "touchpoint": "t"}),
        ("kpis", {"id": "k", "name": evil}),
        ("actions", {"title": evil, "owner": evil, "kpi": "k"}),
        ("sources", {"title": evil, "method": evil}),
    ):
        store.append(id, Put(collection=collection, entity=entity))
    report = Report(store, store.open(id)[0])
    for name in ("summary", "personas", "map", "findings", "actions", "kpis", "sources", "quality"):
        assert not {"script", "img"} & {tag for tag, _ in Page(getattr(report, name)().html).tags}


def test_a_hostile_title_stays_a_title() -> None:
    """The head of the page escapes the title of the workshop."""
    import nbformat

    html = page(nbformat.v4.new_notebook(), "</title><script>alert(1)</script>")
    assert "script" not in {tag for tag, _ in Page(html).tags}


# -- on paper


def pdf_text(pdf: bytes, tmp_path: Path) -> str:
    """The words of a PDF as a reader shows them, one blank between two."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    (tmp_path / "x.pdf").write_bytes(pdf)
    told = subprocess.run([tool, "-raw", tmp_path / "x.pdf", "-"], capture_output=True, check=True)
    return " ".join(told.stdout.decode().replace("\u200b", "").split())


def test_the_pdf_says_what_the_page_says(made: Made, tmp_path: Path) -> None:
    """Goal, numbers with n and source, findings, owners, map, sources, open ends, page numbers."""
    words = pdf_text(made.pdf, tmp_path)
    for said in (
        "Find out why jackets are bought once", "Sarah, 30-39, Nurse in shifts",
        "−1.3 (−1.4 to −1.2)",
        "5 steps, forced account", "Jonas Thiel", "2027-02-26", "Evidence coverage",
        "How to read it", "Lowest at Checkout at −1.3", "Actions by owner", "Evidence by stage",
        "Seven talks with buyers", "Synthetic example.",
    ):  # fmt: skip
        assert said in words
    assert "KPIs with every measured value" not in words
    assert re.search(r"\b1 / \d+", words)


def test_the_pdf_can_be_read_aloud(made: Made) -> None:
    """It is tagged, says its title and follows PDF/UA-1; its fonts are in it."""
    assert b"/StructTreeRoot" in made.pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made.pdf
    assert b"/Outlines" in made.pdf
    assert b"/FontFile" in made.pdf


def test_the_first_page_is_one_page(made: Made, tmp_path: Path) -> None:
    """What is to be done stands on the first page, the personas on another one."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    (tmp_path / "x.pdf").write_bytes(made.pdf)
    first = subprocess.run(
        [tool, "-l", "1", tmp_path / "x.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "Guest checkout with PayPal" in first
    assert "A persona is fiction" not in first


def test_what_people_typed_is_printed_as_typed(tmp_path: Path) -> None:
    """Markup of Typst and of HTML comes out as the letters that it is."""
    import nbformat

    from journeykit.report.pieces import part, table
    from journeykit.report.printing import pdf

    evil = '#panic("x") $a$ *b* @ref <i>c</i>'
    cell = nbformat.v4.new_code_cell("x")
    data = {"text/html": part(table("Evil", ("Head",), [(evil,)])).html}
    cell.outputs = [nbformat.v4.new_output("display_data", data)]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("## One"), cell])
    assert evil in pdf_text(pdf(notebook, evil), tmp_path)


def test_a_report_of_one_wave_speaks_about_it_alone(store: Store, jacket: Workshop) -> None:
    """Its numbers are those of that wave, and the first page says so."""
    from journeykit.edits import Change

    id = examples.load(store, "clothing")
    source = next(s for s in jacket.ordered("sources") if s.kind == "survey")
    fields = {"wave": "first"}
    workshop, _ = store.append(id, Change(collection="sources", id=source.id, fields=fields))
    words = Page(Report(store, workshop, wave="first").summary().html).words
    assert words.startswith("This report is about the wave")
    assert "Customers after a jacket purchase" in words


def test_a_report_of_one_persona_has_its_journey_and_card(store: Store, jacket: Workshop) -> None:
    """Other personas are left out; without a rule it says whose the numbers are."""
    persona = next(iter(jacket.personas.values()))
    other = persona.model_copy(update={"id": "otto", "name": "Otto", "rule": {}})
    both = jacket.model_copy(update={"personas": {**jacket.personas, "otto": other}})
    report = Report(store, both, persona="otto")
    assert re.findall(r"<h3>(.*?)</h3>", report.personas().html) == ["Otto"]
    assert "the numbers are everybody's" in Page(report.summary().html).words


# -- refusals


def test_refusals_are_one_line(store: Store, jacket: Workshop, tmp_path: Path) -> None:
    """A wrong suffix, workshop, persona, wave or folder says what is wrong, and what there is."""
    with pytest.raises(Refused, match=r"a report is written as \.html, \.pdf or \.ipynb"):
        write(store, jacket.id, tmp_path / "r.docx")
    with pytest.raises(Missing, match="no persona 'Otto'; there is Sarah"):
        write(store, jacket.id, tmp_path / "r.pdf", persona="Otto")
    with pytest.raises(Missing, match="no wave '1999'"):
        write(store, jacket.id, tmp_path / "r.pdf", wave="1999")
    with pytest.raises(Missing):
        write(store, "nobody", tmp_path / "r.html")
    with pytest.raises(Refused, match="there is no folder"):
        write(store, jacket.id, tmp_path / "gone" / "r.html")


def test_without_a_workshop_the_notebook_lists_them(store: Store, jacket: Workshop) -> None:
    """Running the notebook by hand says what to set."""
    with pytest.raises(Missing, match=f"Say which workshop.*{jacket.id}"):
        open_report("", store.url)


# -- the airport: real answers, recomputed plainly


@pytest.mark.skipif(not SFO.exists(), reason="the airport's survey is not beside this checkout")
def test_the_airports_means_are_those_of_plain_pandas(tmp_path: Path) -> None:
    """6 is not applicable, 0 is blank, WEIGHT weighs: means and n equal a plain recomputation."""
    import pandas as pd

    asked = {
        "Q7FOOD": "Food",
        "Q7SIGN": "Signs",
        "Q7AIRTRAIN": "AirTrain",
        "Q9RESTROOM": "Restrooms",
    }
    recipe = {"weight": "WEIGHT", "questions": [
        {"match": name, "kind": "rating", "scale": [1, 5], "not_applicable": [6], "missing": [0]}
        for name in asked
    ]}  # fmt: skip
    raw = pd.read_csv(SFO, dtype=str, encoding="latin-1", keep_default_na=False)
    weight = pd.to_numeric(raw["WEIGHT"], errors="coerce")
    with open_store(tmp_path / "sfo.sqlite") as store:
        id = store.create(Workshop.new("Airport"))
        store.append(id, Put(collection="journeys", entity={"id": "j"}))
        store.append(id, Put(collection="stages", entity={"id": "s", "journey": "j"}))
        for question, name in asked.items():
            touchpoint = {"id": question, "stage": "s", "name": name}
            store.append(id, Put(collection="touchpoints", entity=touchpoint))
        attach(store, id, SFO, recipe, {question: question for question in asked})
        report = Report(store, store.open(id)[0])
        assert {row.touchpoint.id for row in report.rows} == set(asked)
        for row in report.rows:
            answers = pd.to_numeric(raw[row.touchpoint.id], errors="coerce")
            good = answers.between(1, 5) & (weight > 0)
            plain = (answers[good] * weight[good]).sum() / weight[good].sum()
            assert row.survey.n == good.sum() > 1000
            assert row.mean == pytest.approx(plain, abs=1e-9)
            told = f"{plain:.2f} on 1–5"
            assert told in Page(report.scores().html).words


def test_answers_that_are_elsewhere_are_named(store: Store, jacket: Workshop) -> None:
    """A workshop whose survey is not in this store says so instead of showing old numbers."""
    lost = jacket.sources["survey"].model_copy(update={"dataset": "0" * 64})
    moved = jacket.model_copy(update={"sources": {**jacket.sources, "survey": lost}})
    words = Page(Report(store, moved).scores().html).words
    assert "The answers of this source are not in this store" in words


def test_removing_a_link_removes_the_number(store: Store) -> None:
    """What is not linked is not counted."""
    id = examples.load(store, "food")
    workshop = store.open(id)[0]
    link = next(link for link in workshop.links.values() if link.touchpoint == "meal")
    workshop, _ = store.append(id, Remove(collection="links", id=link.id))
    row = next(row for row in Report(store, workshop).rows if row.touchpoint.id == "meal")
    assert not row.survey.shown
