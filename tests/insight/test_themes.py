"""Themes of comments: found by words, proposed, counted by response, made findings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from journeykit.emotions.text.naming import named
from journeykit.errors import Refused
from journeykit.insight.themes import agreement, becoming, counting
from journeykit.insight.themes.column import Column
from journeykit.insight.themes.comments import Comments, Decided, Part, coding_id
from journeykit.insight.themes.proposing import propose
from journeykit.model import Coding, Source, Theme

ASKED = "What should we improve?"


def read(cells: Sequence[str]) -> Column:
    """A column of comments, scored."""
    column = Column("q", ASKED, list(cells))
    for _ in column.work():
        pass
    return column


def together(*columns: Sequence[str], waves: Sequence[str] = ()) -> Comments:
    """The comments of sources s0, s1, …, each with one question."""
    return Comments(tuple(
        Part(
            Source(id=f"s{at}", title=f"Survey {at}", wave=waves[at] if waves else "",
                   collected=date(2025 + at, 1, 1)),
            column := read(cells), np.full(len(column), "", dtype=object),
        )
        for at, cells in enumerate(columns)
    ))  # fmt: skip


def mask(comments: Comments, *words: str) -> list[bool]:
    """Which comments the words find."""
    return comments.matching(words).tolist()


def test_a_word_finds_its_plural_and_a_star_its_beginning() -> None:
    """Words, plurals, beginnings, words in a row, apostrophes, scripts without spaces."""
    comments = together([
        "The parcels came", "PARCEL lost", "parceling it", "call me back", "please call back",
        "we can’t pay", "配送很慢",
    ])  # fmt: skip
    assert mask(comments, "parcel") == [True, True, False, False, False, False, False]
    assert mask(comments, "parcel*") == [True, True, True, False, False, False, False]
    assert mask(comments, "call back") == [False, False, False, False, True, False, False]
    assert mask(comments, "can't pay", "配送") == [False] * 5 + [True, True]


def test_two_words_over_the_end_of_a_sentence_are_no_pair() -> None:
    """A text like "It was late. Order again" does not speak of a late order."""
    assert mask(together(["It was late. Order again", "a late order"]), "late order") == [
        False, True,
    ]  # fmt: skip


def test_blanks_and_no_answers_are_no_comments() -> None:
    """A dash, "n/a" and blanks say nothing; an emoji does."""
    column = read(["", "n/a", "-", "None.", "👍", "slow", "  "])
    assert [column.texts[code] for code in column.codes] == ["👍", "slow"]
    assert column.rows.tolist() == [4, 5]


def test_equal_comments_are_scored_once_and_counted_each() -> None:
    """10,000 comments of one word are one text, and propose no theme."""
    comments = together(["Good"] * 10_000)
    assert len(comments) == 10_000 and len(comments.parts[0].column.texts) == 1
    assert len(set(comments.suggested.tolist())) == 1 and comments.suggested[0] > 0
    assert propose(comments) == []
    assert counting.overall(comments, comments.matching(["good"])).share == 1


@pytest.mark.parametrize(
    "cells", [[], ["slow"], ["👍"] * 20, ["slow " * 50_000], ["שירות טוב"] * 9]
)
def test_odd_comments_give_no_theme_and_no_error(cells: list[str]) -> None:
    """None, one, emoji only, very long, right to left: a plain empty answer."""
    comments = together(cells)
    assert propose(comments) == []
    assert counting.overall(comments, comments.matching(["slow"])).hits in (0, len(cells))


SPOKEN = [
    *["The courier left my parcel outside"] * 8, *["courier rude, parcel broken"] * 4,
    *["The return label was missing"] * 9, *["Great app"] * 10, *["I love the app"] * 3,
    *["nothing special here today", "fine I guess", "was ok", "would come again", "hm"],
]  # fmt: skip


def test_proposed_themes_are_the_words_that_comments_share() -> None:
    """Words of the same comments are one theme, with the number of comments; feelings are none."""
    found = {one.words[0]: one for one in propose(together(SPOKEN))}
    assert {"courier", "parcel"} <= set(
        next(o for o in found.values() if "courier" in o.words).words
    )
    assert found["return label"].n == 9
    assert found["app"].n == 13 and found["app"].of == len(SPOKEN)
    assert not {"great", "love", "fine"} & set(found)


def test_proposals_do_not_depend_on_the_order_of_comments() -> None:
    """The same comments propose the same themes; those that are there are not proposed again."""
    forward, backward = propose(together(SPOKEN)), propose(together(SPOKEN[::-1]))
    assert forward == backward
    taken = propose(together(SPOKEN), [("apps",)])
    assert all("app" not in one.words for one in taken)


def test_a_theme_that_sounds_bad_is_said_to() -> None:
    """Log-odds by hand: 20 of 30 bad comments and 2 of 30 good ones speak of the queue."""
    bad = ["awful queue"] * 20 + ["awful seats"] * 10
    good = ["great queue"] * 2 + ["great seats"] * 28
    one = next(each for each in propose(together(bad + good)) if each.words[0] == "queue")
    prior = 22 / 60
    odds = [math.log((y + prior) / (30 - y + 1 - prior)) for y in (20, 2)]
    error = math.sqrt(1 / (20 + prior) + 1 / (2 + prior))
    assert one.z == pytest.approx((odds[0] - odds[1]) / error)
    assert one.kind == "pain"


def test_a_response_counts_once_however_many_comments_it_wrote() -> None:
    """Two questions of one source: the row is the response."""
    first, second = read(["late", "ok then", "late"]), read(["so late", "late", "fine then"])
    source = Source(id="s", title="S")
    none = np.full(3, "", dtype=object)
    second.question = "q2"
    comments = Comments((Part(source, first, none), Part(source, second, none)))
    assert comments.responses(comments.matching(["late"])) == 3
    assert comments.responses() == 3 and len(comments) == 6


def test_shares_have_wilson_intervals_and_are_hidden_below_five() -> None:
    """8 of 10 is 80 %, 49 to 94 %; of four responses nothing is said."""
    comments = together(["late"] * 8 + ["fine then"] * 2, ["late"] * 4)
    large, small = counting.by(comments, comments.matching(["late"]), comments.source)
    assert (large.of, large.hits, large.n, large.share) == ("s0", 8, 10, 0.8)
    assert [round(each, 2) for each in (large.low, large.high)] == [0.49, 0.94]
    assert (small.share, small.hits, small.shown) == (None, 0, False)


def test_a_theme_that_comes_up_in_several_sources_is_counted() -> None:
    """Recurring issues: the number of sources in which somebody speaks of it."""
    comments = together(["late"] * 3 + ["x y"], ["late"], ["on time"])
    assert counting.recurring(comments, comments.matching(["late"])) == 2


def test_a_change_between_waves_is_flagged_when_chance_hardly_explains_it() -> None:
    """10 of 100 to 40 of 100 is flagged, 10 to 12 is not; Holm over both themes."""
    before = ["late"] * 10 + ["pricey"] * 10 + ["hm"] * 80
    after = ["late"] * 40 + ["pricey"] * 12 + ["hm"] * 48
    comments = together(after, before, waves=["2026", "2025"])
    comments = Comments(tuple(
        Part(part.source.model_copy(update={"collected": date(int(part.source.wave), 1, 1)}),
             part.column, part.touchpoints) for part in comments.parts
    ))  # fmt: skip
    found = counting.trends(comments, {w: comments.matching([w]) for w in ("late", "pricey")})
    assert [one.of for one in found["late"].shares] == ["2025", "2026"]
    assert found["late"].sure and not found["pricey"].sure
    assert found["late"].change.value == pytest.approx(0.3)


def test_one_wave_has_no_trend() -> None:
    """Without a second wave there is nothing to compare."""
    assert counting.trends(together(["late"] * 9, waves=["2025"]), {"x": np.ones(9, bool)}) == {}


def test_languages_are_named_for_what_is_not_scored() -> None:
    """Script and function words tell the language; nothing but English is scored."""
    cells = ["Palvelu oli todella hyvä", "Das war nicht gut", "очень долго", "服务很好",
             "très bien, merci", "the staff was friendly"]  # fmt: skip
    column = read(cells)
    assert column.languages == ["Finnish", "German", "Russian or another language in Cyrillic",
                                "Chinese", "French", "English"]  # fmt: skip
    assert np.isnan(column.suggested).tolist() == [True] * 5 + [False]


def test_an_unsure_language_follows_the_others() -> None:
    """The word "bra" is Swedish among Swedish comments; alone it is not told."""
    assert named(["Personalen är bra och snabb", "det är inte bra", "bra"])[-1] == "Swedish"
    assert named(["xyz"]) == ["another language"]


# ---- trust ---------------------------------------------------------------------------------


def test_kappa_is_that_of_the_textbook() -> None:
    """Linear weights by hand: observed distance over the one expected by chance."""
    ours, theirs = np.array([2, 1, 0, -1, -2, 0]), np.array([1, 1, 0, -2, -2, 1])
    seen = np.abs(ours - theirs).mean()
    chance = np.abs(np.subtract.outer(ours, theirs)).mean()
    assert agreement.kappa(ours, theirs) == pytest.approx(1 - seen / chance)
    assert agreement.kappa(np.ones(6, int), np.ones(6, int)) is None


def test_what_was_confirmed_unread_says_nothing_about_agreement() -> None:
    """Of ten confirmed together and five one by one, five are compared."""
    suggested, said = np.full(15, 1.0), np.array([1.0] * 10 + [1, 1, 1, 0, -2])
    together_ = np.array([True] * 10 + [False] * 5)
    found = agreement.with_person(suggested, said, together_)
    assert (found.n, found.same, found.near) == (5, 0.6, 0.8)
    assert agreement.with_person(suggested[:4], said[:4], together_[10:14]).same is None


def test_text_and_ratings_of_the_same_people() -> None:
    """Spearman with ties (0.9553, as scipy gives it), and the mean gap with its interval."""
    text = np.array([1.2, 0.3, -1.0, 0.3, -0.4, np.nan, 1.9])
    rating = np.array([2.0, 1.0, -1.0, 0.0, -1.0, 2.0, 2.0])
    found = agreement.with_ratings(text, rating)
    use = ~np.isnan(text)
    assert found.n == 6
    assert found.rho == pytest.approx(0.9553, abs=5e-5)
    assert found.gap == pytest.approx(np.round(text[use] - rating[use], 1).mean())
    assert found.low < found.gap < found.high
    assert agreement.with_ratings(text, np.ones(7)).rho is None
    assert agreement.with_ratings(text[:4], rating[:4]).gap is None


# ---- decisions and findings ------------------------------------------------------------------


def decided(comments: Comments, **codings: dict[str, object]) -> Decided:
    """Codings of rows of the first source: ``decided(comments, r3={"valence": 1})``."""
    made = [
        Coding(id=coding_id("s0", "q", row := int(name[1:])), source="s0", question="q", row=row,
               **fields)  # type: ignore[arg-type]
        for name, fields in codings.items()
    ]  # fmt: skip
    return Decided.of(comments, made)


def test_codings_find_their_comments_by_row() -> None:
    """Rows without a comment are left out; what was coded into a theme is of the theme."""
    comments = together(["late", "n/a", "rude", "fine then", "dirty", "ok then"])
    theme = Theme(id="t", name="Time", words=("late",))
    found = decided(comments, r2={"valence": -2, "themes": ("t",)}, r1={"valence": 1})
    assert found.confirmed[1] == -2 and int(np.isfinite(found.confirmed).sum()) == 1
    assert found.themed(theme).tolist() == [True, True, False, False, False]


def test_a_theme_becomes_a_finding_with_what_was_counted() -> None:
    """Kind, sources, frequency by share, and a detail that says how it was found."""
    comments = together(["late"] * 20 + ["hm so"] * 80, ["late"] * 2)
    theme = Theme(id="t", name="Time", words=("late",), kind="pain", touchpoint="tp")
    found = Decided.of(comments, ())
    mask = found.themed(theme)
    made = becoming.finding(theme, found, mask, counting.overall(comments, mask), rank=3.0)
    assert (made.kind, made.title, made.frequency, made.sources, made.touchpoint) == (
        "pain", "Time", 2, ("s0", "s1"), "tp",
    )  # fmt: skip
    assert made.detail == (
        "22 of 102 responses (22 %, 15 to 31 %) with comments speak of it; found by the words late."
    )


def test_a_theme_needs_a_kind_and_five_responses() -> None:
    """Without a kind the kind that people gave most counts; without any it is refused."""
    comments = together(["late"] * 4 + ["hm so"] * 9)
    theme = Theme(id="t", name="Time", words=("late",))
    found = Decided.of(comments, ())
    mask = found.themed(theme)
    with pytest.raises(Refused, match="Say first what 'Time' points to"):
        becoming.finding(theme, found, mask, counting.overall(comments, mask), rank=1.0)
    coded = decided(comments, r0={"kind": "risk"}, r1={"kind": "risk"}, r2={"kind": "pain"})
    assert becoming.kind_of(theme, coded, mask) == "risk"
    with pytest.raises(Refused, match="has 4 responses; a finding from comments needs 5"):
        becoming.finding(theme, coded, mask, counting.overall(comments, mask), rank=1.0)
