"""Files that mean harm, or are simply broken, change nothing and are refused in one line."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeykit.errors import JourneykitError, Refused
from journeykit.exchange import export, format_of, load, readable
from journeykit.exchange import files as exchange_files
from journeykit.exchange.own import dumps, loads
from journeykit.model import Workshop


def archive(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return stream.getvalue()


INFO = b"id,title\ninfo,Jacket\n"


@pytest.mark.parametrize("suffix", [".zip", ".xlsx"])
@pytest.mark.parametrize("name", ["../info.csv", "/etc/info.csv", "a/../../b.csv", "C:\\b.csv"])
def test_a_path_that_climbs_out_is_refused(tmp_path: Path, suffix: str, name: str) -> None:
    """Not flattened, not skipped: such a file was made to do harm."""
    (tmp_path / f"w{suffix}").write_bytes(archive({"info.csv": INFO, name: b"id\n"}))
    with pytest.raises(Refused, match="a path that climbs out of it"):
        load(tmp_path / f"w{suffix}")
    assert [path.name for path in tmp_path.iterdir()] == [f"w{suffix}"]


@pytest.mark.parametrize("suffix", [".zip", ".xlsx"])
def test_a_zip_bomb_is_refused(tmp_path: Path, suffix: str) -> None:
    """120 MB of nothing in a file of 120 kB."""
    path = tmp_path / f"w{suffix}"
    path.write_bytes(archive({"info.csv": INFO, "notes.csv": bytes(120_000_000)}))
    assert path.stat().st_size < 200_000
    with pytest.raises(Refused, match="unpacks to more than 100 MB"):
        load(path)


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """The size in the directory of the zip is not believed."""
    data = archive({"info.csv": INFO, "notes.csv": bytes(3_000_000)})
    size = (3_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    (tmp_path / "w.zip").write_bytes(data.replace(size, (10).to_bytes(4, "little")))
    with pytest.raises(Refused, match=r"w\.zip"):
        load(tmp_path / "w.zip")


def test_a_folder_inside_a_zip_is_read(tmp_path: Path) -> None:
    """Zipping the folder instead of its files is no fault; two tables of a name are."""
    (tmp_path / "w.zip").write_bytes(archive({"jacket/info.csv": INFO, "__MACOSX/._info.csv": b""}))
    assert load(tmp_path / "w.zip")[0].title == "Jacket"
    (tmp_path / "x.zip").write_bytes(archive({"a/info.csv": INFO, "b/info.csv": INFO}))
    with pytest.raises(Refused, match=r"holds 'info\.csv' twice, in different folders"):
        load(tmp_path / "x.zip")


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    """A zip of 2,001 files is no workshop."""
    (tmp_path / "w.zip").write_bytes(archive({f"{at}.txt": b"" for at in range(2001)}))
    with pytest.raises(Refused, match="holds 2,001 files; at most 2,000 are read"):
        load(tmp_path / "w.zip")


@pytest.mark.parametrize("suffix", [format.suffix for format in readable()])
def test_a_huge_file_is_refused_unread(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is larger than the limit is not opened."""
    monkeypatch.setattr(exchange_files, "LARGEST", 1_000_000)
    (tmp_path / f"w{suffix}").write_bytes(b"{" * 1_000_001)
    with pytest.raises(Refused, match="is larger than 1 MB"):
        load(tmp_path / f"w{suffix}")


@pytest.mark.parametrize("suffix", [format.suffix for format in readable()])
def test_a_wrong_suffix_is_refused(workshop: Workshop, tmp_path: Path, suffix: str) -> None:
    """Every format under the name of every other is refused, never a traceback."""
    own = tmp_path / f"own{suffix}"
    export(workshop, own)
    for format in readable():
        wrong = tmp_path / f"wrong{format.suffix}"
        wrong.write_bytes(own.read_bytes())
        if format.module == format_of(suffix).module:
            assert load(wrong)[0].title
            continue
        with pytest.raises(JourneykitError) as refused:
            load(wrong)
        assert "\n" not in str(refused.value)


@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=300), suffix=st.sampled_from([f.suffix for f in readable()]))
def test_any_bytes_are_refused(data: bytes, suffix: str, tmp_path_factory: Any) -> None:
    """Noise under any name is refused in one line."""
    path = tmp_path_factory.mktemp("noise") / f"x{suffix}"
    path.write_bytes(data)
    with pytest.raises(JourneykitError):
        load(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda w: w["findings"][0].update(answers="f2"),
         "findings/f1, answers: it goes round in a circle (f1 → f2 → f1)."),
        (lambda w: w["journeys"][0].update(copied_from="j2"),
         "journeys/j1, copied_from: it goes round in a circle (j1 → j2 → j1)."),
        (lambda w: w["touchpoints"][0].update(copied_from="t1"),
         "touchpoints/t1, copied_from: it goes round in a circle (t1 → t1)."),
        (lambda w: w["votes"][0].update(item="gone", id="u1.gone"),
         "votes/u1.gone, item: there is no finding and no action 'gone' in the file."),
        (lambda w: w["ratings"][0].update(id="u1.t2"),
         "ratings/u1.t2: its id must be 'u1.t1'."),
    ],
)  # fmt: skip
def test_circles_and_wrong_ids_are_refused(workshop: Workshop, change: Any, message: str) -> None:
    """What was copied from its own copy, or answers its own answer, means nothing."""
    document = json.loads(dumps(workshop))
    change(document["workshop"])
    with pytest.raises(Refused) as refused:
        loads(json.dumps(document), "f.json")
    assert str(refused.value) == message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_an_event_log_that_hides_entities_is_refused(encoding: str) -> None:
    """In whatever encoding they are declared, the log is not read."""
    from journeykit.evidence.events import read

    bomb = '<!DOCTYPE log [<!ENTITY a "x">]><log><trace>&a;</trace></log>'
    with pytest.raises(Refused, match="declares entities of its own"):
        read(bomb.encode(encoding), "log.xes")
