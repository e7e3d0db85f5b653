"""The exercises of METHOD 5: the right answers are called right, and untouched ones are not."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from journeykit import library

FOLDER = library.folder("notebooks") / "learn"
EXERCISES = sorted(FOLDER.glob("*.ipynb"))
#: what somebody who has understood writes, by notebook
ANSWERS: dict[str, dict[str, Any]] = {
    "01_touchpoints": {
        "where": {
            "word-of-mouth": "both", "online-review": "online", "checkout": "online",
            "delivery": "offline", "return": "both", "service-call": "offline",
        },
        "when": {
            "word-of-mouth": "pre", "online-review": "pre", "checkout": "purchase",
            "delivery": "post", "return": "post", "service-call": "post",
        },
    },
    "02_nps": {"my_nps": 44.4, "my_low": 20, "my_high": 62, "may_write": "no"},
    "03_broken_curve": {"hole": "Refund", "n_there": 3, "choice": "b"},
    "04_persona": {
        "mine": {
            "age": "supported", "rides to work": "supported", "saves time": "assumed",
            "worries about the fit": "supported", "loves nature": "assumed",
            "decides by reviews": "supported",
        },
        "most": "no",
    },
    "05_small_groups": {
        "publish": {"Zurich": "yes", "Bern": "yes", "Geneva": "no", "all": "yes"}, "geneva": 2.95,
    },
    "06_two_importances": {"strongest": "breakfast", "why": "b", "sentence": "b"},
    "07_agreement": {"widest": "checkout", "next_step": "b"},
    "08_before_after": {"points": 20, "leaves_out_zero": "yes", "labels": 8, "sentence": "b"},
    "09_pain_or_solution": {"solutions": [1, 3, 5], "mine": "Waits all evening for an answer"},
    "10_student_journey": {"guess": 70, "thin": "Thinks", "by_people": [4, 7, 9]},
}  # fmt: skip


def run(path: Path, answers: dict[str, Any]) -> tuple[list[str], set[str]]:
    """Run a notebook with answers in its exercise cells; what it says, and what it asks for."""
    known: dict[str, Any] = {}
    said, asked = [], set()
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        before = set(known)
        exec(compile(tree, str(path), "exec"), known)
        if "exercise" in cell["metadata"].get("tags", ()):
            new = set(known) - before - {"__builtins__"}
            asked |= new
            known.update({name: answers[name] for name in new if name in answers})
        if isinstance(last, ast.Expr):
            said += flat(eval(compile(ast.Expression(last.value), str(path), "eval"), known))
    return said, asked


def flat(value: Any) -> list[str]:
    """The texts of what a cell shows."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in flat(each)]
    return [text for each in value for text in flat(each)] if isinstance(value, tuple) else []


def test_there_are_ten_exercises() -> None:
    """E1 to E10, each with its answers here."""
    assert [path.stem for path in EXERCISES] == sorted(ANSWERS)


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_right_answers_are_called_right_and_others_are_not(path: Path) -> None:
    """Every question takes its right answer; untouched, no question calls itself right."""
    answered = run(path, ANSWERS[path.stem])[0]
    right = [text for text in answered if text.startswith("right")]
    assert not {"think again", "count the people", "look for its question"} & set(answered)
    untouched, asked = run(path, {})
    assert asked == set(ANSWERS[path.stem])
    assert len(right) >= len(asked) - (2 if path.stem == "02_nps" else 0) - (
        1 if path.stem == "03_broken_curve" else 0
    )
    assert not [text for text in untouched if text.startswith("right")]


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_an_exercise_says_what_you_will_and_what_you_have_done(path: Path) -> None:
    """It opens with what you will do and how long it takes, and closes with what you have."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    first, last = "".join(cells[0]["source"]), "".join(cells[-1]["source"])
    assert cells[0]["cell_type"] == cells[-1]["cell_type"] == "markdown"
    assert "You will" in first and "**Time:**" in first
    assert "## You have" in last
