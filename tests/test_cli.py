"""The command line as a script meets it: streams, exit codes, shapes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from visiting import ROOT, environment

from journeykit.cli import main
from journeykit.cli.parser import COMMANDS

DATA = ROOT / ".." / "shared" / "data"
CONTRACT = [
    "serve", "lab", "new", "list", "templates", "example", "inspect", "scores", "attach", "check",
    "history", "undo", "export", "import", "report", "backup", "restore", "doctor",
]  # fmt: skip

ANSWERS = "Timestamp,How likely are you to recommend us?,Country\n" + "".join(
    f"2026/03/{1 + i % 28:02d} 11:34:0{i % 10} AM EST,{score},{'Norway' if i % 2 else 'Chile'}\n"
    for i, score in enumerate([10] * 30 + [9] * 10 + [8] * 10 + [3] * 10)
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store that every command of the test uses."""
    path = tmp_path / "kit.sqlite"
    monkeypatch.setenv("JOURNEYKIT_STORE", str(path))
    return path


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A survey file with 60 responses."""
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> Any:
    """Run a command with ``--json`` that must succeed; return its object."""
    assert main([*argv, "--json"]) == 0
    said = capsys.readouterr()
    return json.loads(said.out)


def refused(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """Run a command that must be refused; return its one line."""
    assert main(argv) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err.strip()


def test_the_commands_are_those_of_the_contract() -> None:
    """Nothing is missing and nothing is undocumented."""
    assert sorted(command.name for command in COMMANDS) == sorted(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_every_command_has_help_with_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--help`` ends with 0 and shows how the command is used."""
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"example: journeykit {name}" in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_leads_somewhere(command: Any) -> None:
    """What the table names is there."""
    from importlib import import_module

    module, _, function = command.runs.partition(":")
    assert callable(getattr(import_module(f"journeykit.cli.{module}"), function))


@pytest.mark.parametrize("argv", [[], ["dance"], ["new"], ["serve", "--port", "x"]])
def test_wrong_usage_ends_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Usage goes to standard error."""
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_a_module_and_a_command_are_the_same(store: Path) -> None:
    """``python -m journeykit`` prints one JSON object and nothing else."""
    ran = subprocess.run(
        [sys.executable, "-m", "journeykit", "--json", "list"],
        capture_output=True, text=True, env=environment(), timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 0
    assert json.loads(ran.stdout) == {"store": str(store), "workshops": []}
    assert ran.stderr == ""


def test_a_workshop_from_a_template(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is made, listed, checked, and its making is in the history."""
    made = run(capsys, "new", "Warm jacket", "--template", "b2c")
    assert re.fullmatch(r"[\w.-]+", made["workshop"])
    listed = run(capsys, "list")["workshops"]
    assert [(w["workshop"], w["title"]) for w in listed] == [(made["workshop"], "Warm jacket")]
    checked = run(capsys, "check", "warm JACKET")
    assert set(checked) == {"problems", "coverage", "rubric"}
    assert checked["coverage"] == 0
    assert {"step", "code", "message", "where"} == set(checked["problems"][0])
    entries = run(capsys, "history", made["workshop"])["entries"]
    assert [entry["what"] for entry in entries] == ["made the workshop 'Warm jacket'"]


def test_templates_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each has a name that ``new --template`` takes, and its stages."""
    found = {one["name"]: one["stages"] for one in run(capsys, "templates")["templates"]}
    assert found["b2c"] == ["Awareness", "Consideration", "Purchase", "Retention", "Advocacy"]


def test_an_unknown_name_is_one_line(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line names what was asked for and what comes close."""
    run(capsys, "new", "Warm jacket")
    line = refused(capsys, "check", "worm jacket")
    assert line.startswith("journeykit: There is no workshop 'worm jacket' in ")
    assert line.endswith("did you mean 'Warm jacket'?")
    assert "b2x" in refused(capsys, "new", "X", "--template", "b2x")
    assert "nothing" in refused(capsys, "example", "nothing")


def test_two_of_one_title_need_the_id(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither is taken for the other."""
    ids = [run(capsys, "new", "Jacket")["workshop"] for _ in range(2)]
    line = refused(capsys, "check", "Jacket")
    assert all(id in line for id in ids)


def test_undo_takes_back_the_last_change(
    store: Path, answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An attached survey goes away as one, and both are in the history."""
    id = run(capsys, "new", "Jacket", "--template", "b2c")["workshop"]
    attached = run(capsys, "attach", id, str(answers))
    assert attached["n"] == 60
    assert run(capsys, "undo", id)["undoes"] == 2
    assert [e["undone_by"] for e in run(capsys, "history", id)["entries"]] == [None, 3, None]


def test_inspect_follows_the_contract(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows and responses add up, and the question is known."""
    found = run(capsys, "inspect", str(answers))
    assert found["tool"] == "google-forms"
    assert found["rows"] == found["responses"] + len(found["set_aside"]) == 60
    kinds = {question["text"]: question["kind"] for question in found["questions"]}
    assert kinds["How likely are you to recommend us?"] == "nps"


def test_scores_follow_the_contract(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """40 promoters and 10 detractors of 60 make an NPS of 50, with an interval around it."""
    found = run(capsys, "scores", str(answers))
    assert (found["responses"], found["weighted"]) == (60, False)
    (nps,) = [score for score in found["scores"] if score["measure"] == "nps"]
    assert nps["value"] == pytest.approx(50)
    assert nps["low"] < 50 < nps["high"]
    assert nps["n"] == 60
    by = run(capsys, "scores", str(answers), "--by", "Country")
    groups = {score["group"] for score in by["scores"] if score["measure"] == "nps"}
    assert groups == {"Norway", "Chile"}


def test_scores_by_group_hide_what_few_chose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two of forty: no value, suppressed, and the table says that it is too few to show."""
    counts = {"A": {"Ad": 30, "Friend": 8, "Post": 2}, "B": {"Ad": 20, "Friend": 9, "Post": 7}}
    rows = ["shop,Where from?"]
    rows += [f"{s},{o}" for s, options in counts.items() for o, n in options.items()
             for _ in range(n)]  # fmt: skip
    file = tmp_path / "w.csv"
    file.write_text("\n".join(rows))
    found = run(capsys, "scores", str(file), "--by", "shop")["scores"]
    posts = [s for s in found if s.get("option") == "Post" and s["group"] == "A"]
    assert [(s["value"], s["suppressed"], s["n"]) for s in posts] == [(None, True, 40)]
    assert all("chosen" not in score for score in found)
    assert main(["scores", str(file), "--by", "shop"]) == 0
    assert "too few to show" in capsys.readouterr().out


@pytest.mark.skipif(not DATA.is_dir(), reason="the real survey files are not beside the checkout")
@pytest.mark.slow
@pytest.mark.parametrize("name", ["google_forms", "qualtrics", "surveymonkey", "limesurvey"])
def test_real_files_are_read(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A real export of each tool gives an object in which the counts add up."""
    files = [p for p in sorted((DATA / name).iterdir()) if ".csv" in p.name or p.suffix == ".xlsx"]
    found = run(capsys, "inspect", str(files[0]))
    assert found["rows"] == found["responses"] + len(found["set_aside"])
    for question in found["questions"]:
        counted = question["answered"] + question["missing"] + question["not_applicable"]
        assert counted == found["responses"]


def test_a_file_that_is_not_there_is_one_line(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command that takes a file says so in the same way."""
    missing = str(tmp_path / "nowhere.csv")
    for argv in (["inspect", missing], ["scores", missing], ["import", missing + ".json"]):
        assert "nowhere.csv" in refused(capsys, *argv)


def test_export_and_import_come_back(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was exported can be imported beside the original, with nothing lost."""
    id = run(capsys, "new", "Jacket", "--template", "b2c")["workshop"]
    file = str(tmp_path / "jacket.json")
    assert run(capsys, "export", id, "-o", file)["losses"] == []
    copy = run(capsys, "import", file)
    assert copy["losses"] == []
    assert copy["workshop"] != id
    assert len(run(capsys, "list")["workshops"]) == 2
    assert "'.doc'" in refused(capsys, "export", id, "-o", str(tmp_path / "jacket.doc"))


@pytest.mark.parametrize("suffix", ["ojf", "cjml", "mmd", "xlsx", "zip"])
def test_every_format_says_what_it_lost(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    """Both ways print the loss report: where, what, why."""
    id = run(capsys, "new", "Jacket", "--template", "b2c")["workshop"]
    file = str(tmp_path / f"jacket.{suffix}")
    losses = run(capsys, "export", id, "-o", file)["losses"]
    assert losses and all(set(loss) == {"where", "what", "why"} for loss in losses)
    assert run(capsys, "import", file)["title"]


def test_the_help_names_the_formats(capsys: pytest.CaptureFixture[str]) -> None:
    """The list is that of the exchange itself; what is only written is not offered for reading."""
    for command, there, not_there in (("export", ".jira.csv", ".pdfx"), ("import", ".ojf", ".ics")):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        said = capsys.readouterr().out
        assert there in said
        assert not_there not in said


def test_backup_and_restore_come_back(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A backup fills an empty store, and does not fill one that holds something."""
    id = run(capsys, "new", "Jacket")["workshop"]
    file = str(tmp_path / "all.backup")
    assert run(capsys, "backup", file)["workshops"] == 1
    fresh = str(tmp_path / "fresh.sqlite")
    assert run(capsys, "restore", file, "--store", fresh)["workshops"] == 1
    assert run(capsys, "list", "--store", fresh)["workshops"][0]["workshop"] == id
    refused(capsys, "restore", file, "--store", fresh)


def test_the_store_can_be_named_anywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--store`` and ``--json`` mean the same before and after the command."""
    path = str(tmp_path / "other.sqlite")
    assert main(["--store", path, "--json", "list"]) == 0
    before = capsys.readouterr().out
    assert main(["list", "--json", "--store", path]) == 0
    assert capsys.readouterr().out == before
    assert json.loads(before)["store"] == path


def test_a_store_that_cannot_be_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The line says what a store can be."""
    assert "mysql" in refused(capsys, "list", "--store", "mysql://x/y")


def test_a_busy_port_is_one_line(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``serve`` on a port that is taken starts nothing and ends with 1."""
    import socket

    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        line = refused(capsys, "serve", "--port", str(port), "--no-open")
    assert f"Port {port}" in line


@pytest.mark.slow
def test_the_doctor_looks_at_everything(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Versions, store, port, and a count of people that was measured on this machine."""
    found = run(capsys, "doctor")
    assert found["versions"]["journeykit"]
    assert found["store"]["ok"]
    assert 10 < found["people"]["page_mb"] < 1000
    expected = found["people"]["available_mb"] * 0.8 / found["people"]["page_mb"]
    assert found["people"]["by_memory"] == pytest.approx(expected, rel=0.05)
    assert found["people"]["fit"] == min(found["people"]["by_memory"], found["people"]["by_cores"])


def test_notebooks_are_copied_once(tmp_path: Path) -> None:
    """``lab FOLDER`` works on copies and never writes over what somebody changed."""
    from journeykit.serving.notebooks import own_notebooks

    folder = own_notebooks(tmp_path / "mine")
    assert (folder / "home.ipynb").is_file()
    (folder / "home.ipynb").write_text("changed")
    assert (own_notebooks(tmp_path / "mine") / "home.ipynb").read_text() == "changed"
