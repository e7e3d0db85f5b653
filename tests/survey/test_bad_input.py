"""Bad input: one clear line, nothing stored, no hang; strange input: every record accounted for."""

from __future__ import annotations

import io
import signal
import zipfile
from contextlib import contextmanager

import pytest

from journeykit.attach import attach
from journeykit.errors import Refused
from journeykit.evidence.tables import parsed
from journeykit.exchange import export, load
from journeykit.measures import scores
from journeykit.model import Workshop
from journeykit.store import open_store
from journeykit.survey import files, packed, read, regular
from survey.corpus import LIMIT, TABLE, bad_files, odd_files

BAD = bad_files()
ODD = odd_files()
PLAIN = [bad for bad in BAD if not bad.options]


@pytest.fixture(autouse=True)
def low_limit(monkeypatch):
    """Bombs need not be large to be bombs."""
    monkeypatch.setattr(packed, "LIMIT", LIMIT)
    monkeypatch.setattr(files, "LIMIT", LIMIT)


@contextmanager
def no_hang(seconds: int = 10):
    """Break off what hangs, where the system can."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_):
        raise AssertionError(f"no answer within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_the_corpus_is_large():
    """At least sixty files that have to be refused, and some that look alike and are fine."""
    assert len(BAD) >= 60
    assert len(ODD) >= 20


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.name}-{bad.words[:12]}")
def test_bad_input_is_refused_in_one_line(bad):
    """The refusal names the reason, in one line, soon."""
    with no_hang(), pytest.raises(Refused) as refusal:
        read(bad.data, name=bad.name, **bad.options)
    message = str(refusal.value)
    assert bad.words in message
    assert "\n" not in message
    assert len(message) < 400


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_strange_input_adds_up(odd):
    """Every record is a response or set aside with a reason, and can be scored."""
    with no_hang():
        survey = read(odd.data, name=odd.name, **odd.options)
        scores(survey)
    assert survey.rows == survey.responses + len(survey.set_aside)
    assert all(aside.reason for aside in survey.set_aside)
    for question in survey.questions:
        assert survey.responses == question.answered + question.missing + question.not_applicable


@pytest.mark.parametrize(
    "bad", [bad for bad in BAD if not bad.options][::9], ids=lambda bad: bad.name
)
def test_nothing_is_stored(bad, tmp_path):
    """A refused file leaves the store as it was, from the disk too."""
    path = tmp_path / bad.name
    path.write_bytes(bad.data)
    with open_store(str(tmp_path / "store.sqlite")) as store:
        workshop = store.create(Workshop())
        with no_hang(), pytest.raises(Refused):
            attach(store, workshop, path)
        assert not store.open(workshop)[0].sources


def test_half_a_file_says_which_record_is_cut():
    """The last record of a file that broke off is set aside with its number."""
    survey = read(TABLE[:-2] + b'\n40,"cut in the', name="half.csv")
    assert survey.set_aside[-1].row == survey.rows


@pytest.mark.parametrize("large", [False, True])
def test_a_file_that_changes_while_it_is_read(tmp_path, monkeypatch, large):
    """Somebody still writes the file: nothing is read of it."""
    path = tmp_path / "growing.csv"
    path.write_bytes(TABLE * 10)
    monkeypatch.setattr(regular, "WORTH", 10 if large else 10**9)
    opened = files.File.open if large else files._read

    def grow(*args):
        found = opened(*args)
        with path.open("ab") as file:
            file.write(b"41,5\n")
        return found

    if large:
        monkeypatch.setattr(files.File, "open", grow)
    else:
        monkeypatch.setattr(files, "_read", grow)
    with pytest.raises(Refused, match="changed while it was read"):
        read(path)


def test_a_formula_stays_text():
    """Nothing is computed: a cell that starts with a sign is what it says."""
    survey = read(b"id,b\n1,=1+1\n2,+A1*2\n", name="x.csv")
    assert survey.frame["b"].tolist() == ["=1+1", "+A1*2"]


def test_formulas_without_a_result_are_said():
    """A workbook that a program wrote may hold formulas only; how many is said, others count."""
    import xlsxwriter

    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Rate the food", "Sum"])
        for at in range(1, 41):
            sheet.write_number(at, 0, at % 5 + 1)
            sheet.write_formula(at, 1, f"=A{at + 1}*2", None, 4)
    whole = sink.getvalue()
    assert not any("formula" in said for said in read(whole, name="x.xlsx").warnings)
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"</f><v>4</v>", b"</f>"))
    found = read(bare.getvalue(), name="x.xlsx")
    assert any(said.startswith("40 cells hold a formula") for said in found.warnings)
    assert found.question("Rate the food").answered == 40


def test_a_long_cell_is_read_whatever_was_read_before(tmp_path):
    """What evidence or a workshop's tables allow in a cell leaves surveys as they were."""
    parsed("a,b\n1,2\n")
    export(Workshop.new("Kettle"), tmp_path / "kettle.zip")
    load(tmp_path / "kettle.zip")
    (odd,) = (each for each in ODD if each.name == "long_cell.csv")
    assert read(odd.data, name=odd.name).responses == 2
