"""The kit's own JSON: exact, versioned, readable in a diff, refused when broken."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

import pytest

from journeykit.edits import Change, apply
from journeykit.errors import Missing, Refused
from journeykit.exchange import export, load
from journeykit.exchange.own import dumps, loads, schema
from journeykit.model import Workshop

SCHEMA = Path(__file__).parents[2] / "journeykit" / "exchange" / "schema.json"


def test_a_round_trip_changes_nothing(workshop: Workshop, tmp_path: Path) -> None:
    """What is written is read back equal, with nothing lost."""
    path = tmp_path / "jacket.json"
    assert export(workshop, path) == []
    assert load(path) == (workshop, [])


def test_a_survey_leaves_its_answers_behind_and_says_so(workshop: Workshop, tmp_path: Path) -> None:
    """The file holds the address of the answers, and the loss names the source."""
    surveyed = apply(workshop, Change(collection="sources", id="s1", fields={"dataset": "ab" * 32}))
    (loss,) = export(surveyed, tmp_path / "w.json")
    assert (loss.where, loss.what) == ("sources/s1", "the answers of 'Five talks'")


def test_one_change_is_a_diff_of_one_line(workshop: Workshop) -> None:
    """Renaming a touchpoint changes one line of the file."""
    after = apply(
        workshop, Change(collection="touchpoints", id="t2", fields={"name": "Parcel comes"})
    )
    diff = list(difflib.ndiff(dumps(workshop).splitlines(), dumps(after).splitlines()))
    assert [line[:1] for line in diff if line[:1] in "+-"] == ["-", "+"]


def test_entities_stand_in_the_order_of_the_map(workshop: Workshop) -> None:
    """Touchpoints follow their stage and rank, not their id."""
    back = apply(workshop, Change(collection="touchpoints", id="t1", fields={"rank": 9.0}))
    names = [t["name"] for t in json.loads(dumps(back))["workshop"]["touchpoints"]]
    assert names == ["Delivery", "=Checkout"]


def test_the_published_schema_is_current() -> None:
    """schema.json is what the model says; `python -m journeykit.exchange.own` renews it."""
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == schema()


@pytest.mark.parametrize("name", ["b2b", "b2c", "clothing", "food", "student"])
def test_real_files_fit_the_schema(name: str) -> None:
    """Every example is a file as the schema describes it; one with a stray field is not."""
    jsonschema = pytest.importorskip("jsonschema")
    path = Path(__file__).parents[2] / "data" / "examples" / name / "workshop.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(document, schema())
    document["workshop"]["stages"][0]["mood"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema())


def changed(workshop: Workshop, change: Any) -> str:
    document = json.loads(dumps(workshop))
    change(document)
    return json.dumps(document)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(version=2), "'f.json' has version 2; this journeykit reads version 1: "
                                        "update journeykit."),
        (lambda d: d.update(version="1"), "'f.json' has version \"1\"; this journeykit reads "
                                          "version 1: the version must be 1."),
        (lambda d: d.pop("format"), "'f.json' is JSON, but not a journeykit workshop: no "
                                    "\"format\": \"journeykit\"."),
        (lambda d: d.pop("workshop"), "'f.json' holds no workshop."),
        (lambda d: d["workshop"].pop("info"), "'f.json' has no info, so it is not a workshop."),
        (lambda d: d["workshop"].update(moods=[]), "'f.json' has 'moods', which version 1 does "
                                                   "not know."),
        (lambda d: d["workshop"]["stages"].append(d["workshop"]["stages"][0]),
         "'f.json': stages holds the id 'st1' twice."),
        (lambda d: d["workshop"]["stages"].clear(),
         "touchpoints/t1 ('=Checkout'), stage: there is no stage 'st1' in the file."),
        (lambda d: d["workshop"]["ratings"][0].update(valence=7),
         "'f.json': ratings/u1.t1, valence: Input should be less than or equal to 2 (got 7)."),
        (lambda d: d["workshop"]["personas"][0].update(shoe=41),
         "'f.json': personas/p1, shoe: Extra inputs are not permitted (got 41)."),
        (lambda d: d["workshop"]["notes"][0].pop("id"), "'f.json': entry 1 of notes has no id."),
        (lambda d: d["workshop"].update(notes={}), "'f.json': notes is not a list."),
        (lambda d: d["workshop"].update(id="a b"), "'f.json': workshop, id: String should match "
         "pattern '^[A-Za-z0-9_.-]{1,80}$' (got 'a b')."),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_in_one_line(
    workshop: Workshop, change: Any, message: str
) -> None:
    """Each way of being broken has its sentence."""
    with pytest.raises(Refused) as refused:
        loads(changed(workshop, change), "f.json")
    assert str(refused.value) == message


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "null", "[" * 100_000, "NaN"])
def test_what_is_no_workshop_is_refused(text: str) -> None:
    """Broken, empty, foreign and hostile JSON is refused, never a traceback."""
    with pytest.raises(Refused):
        loads(text, "f.json")


def test_a_wrong_suffix_says_what_there_is(workshop: Workshop, tmp_path: Path) -> None:
    """An unknown suffix names those that work."""
    with pytest.raises(Refused, match=r"does not write '\.docx' files; it does \.json, \.zip"):
        export(workshop, tmp_path / "w.docx")
    with pytest.raises(Refused, match=r"does not read '\.md' files"):
        load(tmp_path / "w.md")


def test_a_missing_file_and_a_missing_folder_are_said(workshop: Workshop, tmp_path: Path) -> None:
    """Reading what is not there and writing where nothing can be written are one line each."""
    with pytest.raises(Missing, match=r"There is no file '.*gone\.json'"):
        load(tmp_path / "gone.json")
    with pytest.raises(Refused, match="cannot be written"):
        export(workshop, tmp_path / "gone" / "w.json")


def test_binary_is_refused(tmp_path: Path) -> None:
    """A picture with the suffix .json is not UTF-8 text."""
    path = tmp_path / "w.json"
    path.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(Refused, match=r"'w\.json' is not UTF-8 text \(byte 0\)"):
        load(path)


def test_a_failed_export_leaves_the_old_file(workshop: Workshop, tmp_path: Path) -> None:
    """Nothing half-written stays beside the target."""
    export(workshop, tmp_path / "w.json")
    assert [path.name for path in tmp_path.iterdir()] == ["w.json"]
