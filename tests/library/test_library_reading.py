"""Broken library files: what a person who edits one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeykit.errors import Missing, Refused
from journeykit.library.entries import Catalogue, EmotionEntry, PainEntry
from journeykit.library.reading import parse, read
from journeykit.library.shapes import Agenda, JourneyTemplate, QuestionBank

PAINS = """\
name: pains
title: Pains
description: What hurts.
entries:
  - key: slow-response
    title: Slow response
    phases: [pre]
    signs: [Asked twice]
"""

JOURNEY = """\
name: tiny
title: Tiny
description: Two stages.
requirements: [R32]
sector: Any
actor: Somebody
scenario: Something
start_event: A
end_event: B
personas:
  - {name: P, age_range: 20-30, occupation: O, goals: [G], challenges: [C]}
stages:
  - name: One
    goal: G
    check_question: Q?
    information_needs: [N]
    target_emotion: Curiosity
    target_valence: 1
    emotions: [Curiosity]
    activities: [Looks]
    touchpoints:
      - {name: Page, channel: Website, presence: online, phase: pre}
  - name: Two
    goal: G
    check_question: Q?
    information_needs: [N]
    target_emotion: Joy
    target_valence: 1
    emotions: [Joy]
    activities: [Buys]
    touchpoints:
      - {name: Till, channel: Store, presence: offline, phase: purchase}
"""


def said(text: str, shape: type = Catalogue[PainEntry], name: str = "pains.yaml") -> str:
    with pytest.raises(Refused) as caught:
        parse(text, shape, name)
    return str(caught.value)


def test_a_wrong_value_is_named_with_its_line_and_what_is_allowed() -> None:
    """Line, field, the allowed values and the value got are all in one sentence."""
    assert said(PAINS.replace("[pre]", "[before]")) == (
        "pains.yaml line 7: phases must be 'pre', 'purchase' or 'post', got 'before'."
    )


def test_a_value_deep_in_a_list_is_found() -> None:
    """The line is that of the value itself, not of the list around it."""
    text = JOURNEY.replace("channel: Store, presence: offline", "channel: Store, presence: indoors")
    assert said(text, JourneyTemplate, "tiny.yaml") == (
        "tiny.yaml line 32: presence must be 'online', 'offline' or 'both', got 'indoors'."
    )


def test_an_unknown_key_is_refused_on_its_line() -> None:
    """A misspelt key is not dropped in silence; the key that was meant is offered."""
    text = PAINS.replace("    signs:", "    sings:")
    assert said(text) == ("pains.yaml line 8: sings is not known here: did you mean signs?")
    assert said(PAINS + "    colour: red\n") == "pains.yaml line 9: colour is not known here."


def test_a_missing_key_points_at_the_entry() -> None:
    """Where something is missing the line is that of the entry."""
    text = PAINS.replace("    title: Slow response\n", "")
    assert said(text) == "pains.yaml line 5: title is missing."


def test_a_key_given_twice_is_refused() -> None:
    """YAML would quietly keep the second value."""
    text = PAINS.replace("    phases:", "    title: Slow answer\n    phases:")
    assert said(text) == "pains.yaml line 7: title is given twice (first on line 6)."


def test_two_entries_may_not_share_a_key() -> None:
    """Pages and exports refer to entries by their key."""
    entry = PAINS[PAINS.index("  - key") :]
    assert "has two entries with the key 'slow-response'" in said(PAINS + entry)


def test_a_key_must_be_a_plain_word() -> None:
    """The rule is said in words, not as a regular expression."""
    assert said(PAINS.replace("slow-response", "Slow Response")) == (
        "pains.yaml line 5: key must be lower-case words joined by hyphens, at most 60 "
        "characters, got 'Slow Response'."
    )


def test_broken_yaml_says_the_line() -> None:
    """A syntax error names the line, too."""
    assert said(PAINS.replace("[pre]", "[pre")).startswith("pains.yaml line 8: ")


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_file_is_said_to_be_empty(text: str) -> None:
    """Not a complaint about None."""
    assert said(text) == "pains.yaml is empty."


def test_a_list_in_place_of_a_catalogue_is_refused() -> None:
    """The whole file may have the wrong shape."""
    assert said("- a\n- b\n") == "pains.yaml line 1: the file must hold keys with values."


def test_only_plain_yaml_is_read() -> None:
    """Tags that would build objects and aliases that would multiply are refused."""
    danger = PAINS.replace("Slow response", "!!python/object/apply:os.getcwd []")
    assert "could not determine a constructor" in said(danger)
    aliases = PAINS.replace("title: Pains", "title: &t Pains").replace("What hurts.", "*t")
    assert said(aliases) == "pains.yaml line 2: anchors and aliases are not used here."


def test_a_date_that_cannot_be_is_refused() -> None:
    """YAML reads 2026-02-30 as a date and fails; the person gets a sentence."""
    assert said(PAINS.replace("Slow response", "2026-02-30")).startswith("pains.yaml is not YAML")


def test_a_word_that_yaml_takes_for_true_is_refused() -> None:
    """`title: Yes` is a truth value in YAML: quote it."""
    assert said(PAINS.replace("Slow response", "Yes")) == (
        "pains.yaml line 6: title must be text: write it in quotes, got True."
    )


def test_a_moment_of_truth_needs_its_reason() -> None:
    """The flag alone is an opinion."""
    text = JOURNEY.replace("phase: purchase}", "phase: purchase, moment_of_truth: true}")
    assert said(text, JourneyTemplate, "tiny.yaml") == (
        "tiny.yaml line 32: 'Till' is a moment of truth, so moment_reason is needed."
    )


def test_a_path_must_join_touchpoints_of_the_template() -> None:
    """A path to nowhere is found when the file is read."""
    text = JOURNEY + "paths:\n  - {start: Till, end: Door, kind: loop, label: Again}\n"
    assert "has a path to 'Door', which is not one of its touchpoints" in said(
        text, JourneyTemplate, "tiny.yaml"
    )


def test_the_sign_of_an_emotion_must_fit_its_valence() -> None:
    """A positive emotion below zero is a slip."""
    text = (
        "name: emotions\ntitle: E\ndescription: D\nentries:\n"
        "  - {key: joy, title: Joy, valence: -1, sign: positive}\n"
    )
    assert "'Joy' has valence -1, so sign must be negative" in said(
        text, Catalogue[EmotionEntry], "e"
    )


def test_minutes_of_an_activity_are_whole_and_positive() -> None:
    """An agenda adds up."""
    text = (
        "name: a\ntitle: A\ndescription: D\npeople: '5'\nactivities:\n"
        "  - {title: T, minutes: 0, step: start, kind: talk, instruction: I}\n"
    )
    assert said(text, Agenda, "a.yaml") == (
        "a.yaml line 6: minutes must be greater than or equal to 1, got 0."
    )


def test_a_rating_question_needs_its_scale() -> None:
    """Without ends, answers could not be placed."""
    text = (
        "name: bank\ntitle: B\ndescription: D\nquestions:\n"
        "  - {key: q, about: stage, kind: csat, text: How?}\n"
    )
    assert "'q' is a csat question, so low < high are needed" in said(text, QuestionBank, "b.yaml")


def test_a_file_that_is_not_text_or_not_there(tmp_path: Path) -> None:
    """Both are one sentence."""
    path = tmp_path / "x.yaml"
    with pytest.raises(Missing, match=r"^x\.yaml cannot be read: "):
        read(path, Agenda)
    path.write_bytes(b"name: \xff\xfe")
    with pytest.raises(Refused, match=r"^x\.yaml is not UTF-8 text \(byte 6\)\.$"):
        read(path, Agenda)
