"""Two changes of one text become one text, or a question, and never lose a word."""

from __future__ import annotations

import random

import pytest

from journeykit.edits import merge_texts

BASE = "The parcel comes late and nobody says why."


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        ("The red parcel comes late and nobody says why.",
         "The parcel comes late and nobody at the desk says why.",
         "The red parcel comes late and nobody at the desk says why."),
        ("The parcel comes late.", "Often the parcel comes late and nobody says why.",
         "Often the parcel comes late."),
        (BASE, "Something else", "Something else"),
        ("Something else", BASE, "Something else"),
        ("Something else", "Something else", "Something else"),
        (f"First of all. {BASE}", f"{BASE} They are sorry.",
         f"First of all. {BASE} They are sorry."),
        ("", BASE, ""),
    ],
)  # fmt: skip
def test_changes_that_do_not_touch_are_both_in_it(theirs: str, mine: str, both: str) -> None:
    """Each person's words stand where they put them."""
    assert merge_texts(BASE, theirs, mine) == both
    assert merge_texts(BASE, mine, theirs) == both


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        ("", "Their card", "My card"),
        (BASE, BASE.replace("late", "early"), BASE.replace("late", "broken")),
        (BASE, f"{BASE} Always.", f"{BASE} Never."),
        (BASE, "", f"{BASE} It matters."),
        (BASE, "Returns cost too much for what they are.", BASE.replace("parcel", "letter")),
    ],
)
def test_changes_of_the_same_words_are_a_question(base: str, theirs: str, mine: str) -> None:
    """Neither is chosen for the people, whichever of them came first."""
    assert merge_texts(base, theirs, mine) is None
    assert merge_texts(base, mine, theirs) is None


def test_lines_of_a_list_are_added_by_two_people_at_two_places() -> None:
    """A list keeps its lines apart."""
    base = "fast\nfree\nsafe\n"
    assert merge_texts(base, "new\nfast\nfree\nsafe\n", "fast\nfree\nsafe and sound\n") == (
        "new\nfast\nfree\nsafe and sound\n"
    )


def test_no_word_that_somebody_added_is_lost() -> None:
    """Of two hundred random pairs of changes, each that merges holds all new words of both."""
    draw = random.Random(7)
    merged = 0
    for _ in range(200):
        words = [f"w{n}" for n in range(12)]
        versions = []
        for who in ("a", "b"):
            own = list(words)
            for n in range(draw.randint(1, 2)):
                own.insert(draw.randrange(len(own)), f"{who}{n}")
            versions.append(own)
        both = merge_texts(*(" ".join(each) for each in (words, *versions)))
        if both is not None:
            merged += 1
            assert sorted(both.split()) == sorted({*versions[0], *versions[1]})
    assert merged > 100


def test_a_very_long_text_is_merged_by_lines_and_in_time() -> None:
    """Two hundred thousand signs are compared line by line."""
    lines = [f"line {n} of a long text with some words in it" for n in range(2500)]
    theirs, mine = list(lines), list(lines)
    theirs[3], mine[2000] = "theirs", "mine"
    merged = merge_texts("\n".join(lines), "\n".join(theirs), "\n".join(mine))
    assert merged is not None
    assert merged.split("\n")[3] == "theirs"
    assert merged.split("\n")[2000] == "mine"
