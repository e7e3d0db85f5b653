"""What a comment sounds like: words, negation, emoji, other languages, and nearness to people."""

from __future__ import annotations

import statistics
import subprocess
import sys
from dataclasses import FrozenInstanceError
from importlib import resources
from pathlib import Path

import pytest

from journeykit.emotions.text import TextScore, score_texts

ROOT = Path(__file__).parents[2]
SENTIMENT = ROOT / ".." / "shared" / "data" / "sentiment"


def one(text: str) -> TextScore:
    """The score of a single comment."""
    return score_texts([text])[0]


def valence(text: str) -> float:
    """The valence of a comment that has one."""
    found = one(text).valence
    assert found is not None, text
    return found


def rated(name: str) -> tuple[list[str], list[float], list[str]]:
    """Ids, mean ratings by people and texts of a set."""
    path = SENTIMENT / name
    if not path.exists():
        pytest.skip(f"the rated texts are not here: {path.name} (see CONTRIBUTING.md, test data)")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]
    assert {len(row) for row in rows} == {3}
    return [row[0] for row in rows], [float(row[1]) for row in rows], [row[2] for row in rows]


@pytest.mark.parametrize(
    ("name", "rows", "last", "nearness", "vader"),
    [
        ("movie_snippets.tsv", 10_605, "10605", 0.51, 0.4274),
        ("nyt_snippets.tsv", 5_190, "500_9", 0.525, 0.5029),
    ],
)
def test_scores_go_with_what_people_felt(
    name: str, rows: int, last: str, nearness: float, vader: float
) -> None:
    """Pearson's r with the ratings: the measured one less a margin, and above VADER's."""
    ids, ratings, texts = rated(name)
    assert (len(ids), ids[-1]) == (rows, last)
    scores = score_texts(texts)
    r = statistics.correlation(ratings, [score.compound for score in scores])
    assert r >= nearness > vader
    other = [score for score in scores if score.language == "other"]
    assert len(other) <= rows // 1000  # they are all English


def test_praise_is_above_and_blame_below_zero() -> None:
    """The sign is that of the words, and the words are named, the strongest first."""
    assert valence("The staff was friendly and the room spotless.") > 1
    assert valence("Rude staff and a filthy room.") < -1
    assert one("Helpful, but the app is a nightmare").words == ("nightmare", "helpful")
    for text in ("Great! " * 500, "terrible " * 500):
        assert -2 <= valence(text) <= 2
        assert -1 <= one(text).compound <= 1


@pytest.mark.parametrize(
    ("text", "sign", "word"),
    [
        ("The agent was not helpful.", -1, "not helpful"),
        ("It wasn’t clear", -1, "wasn't clear"),
        ("I dont like it", -1, "dont like"),
        ("No problems at all", 1, "no problems"),
        ("That was not very good", -1, "not good"),
        ("No, it was great", 1, "great"),
        ("It could not be better", 1, "not better"),
        ("Never again", -1, "never"),
    ],
)
def test_a_negation_turns_the_words_it_reaches(text: str, sign: int, word: str) -> None:
    """Over up to three words, not over a comma, and it is shown with the word it turned."""
    assert valence(text) * sign > 0
    assert word in one(text).words


def test_what_comes_after_but_counts_more() -> None:
    """The second half of a comment is its point."""
    assert valence("Slow but friendly") > valence("Friendly but slow")


def test_degrees_and_exclamation_marks_strengthen() -> None:
    """Very good is more than good, and slightly good less; four marks are as many as count."""
    assert valence("slightly good") < valence("good")
    assert valence("The agent was very good") > valence("The agent was good")
    assert valence("The agent was very rude") < valence("The agent was rude")
    assert valence("good!") > valence("good")
    assert one("good!!!!").compound == one("good!!!!!!!!").compound


def test_like_pretty_and_kind_count_where_they_mean_feelings() -> None:
    """As a comparison or a degree they are no praise."""
    assert valence("I like it") > 0
    assert one("It works like a phone").valence is None
    assert valence("pretty bad") < -1
    assert valence("kind of slow") < 0 < valence("kind staff")


@pytest.mark.parametrize(
    ("text", "sign"),
    [("👍", 1), ("😡", -1), ("🙂", 1), ("Delivery came at 10:30 :)", 1), ("my parcel :-(", -1)],
)
def test_emoji_and_emoticons_count(text: str, sign: int) -> None:
    """An emoji alone is enough, and the time of day is no emoticon."""
    assert valence(text) * sign > 0
    assert not any(word.startswith(":3") for word in one(text).words)


@pytest.mark.parametrize("text", ["", "   ", "\n", "...", "—"])
def test_nothing_said_gives_no_score(text: str) -> None:
    """An empty comment has no valence and says why."""
    assert one(text) == TextScore(None, 0.0, (), "unclear", "no words")


def test_words_without_feeling_give_no_score_rather_than_a_zero() -> None:
    """Nothing found is not the same as neutral."""
    found = one("I bought it at the station at nine")
    assert (found.valence, found.language, found.reason) == (None, "en", "no word of feeling")
    assert one("12345").language == "unclear"


@pytest.mark.parametrize(
    "text",
    [
        "Das Personal war sehr freundlich, super!",
        "C'était très bien, merci",
        "El servicio fue muy malo",
        "De bediening was niet goed",
        "Il servizio non è stato molto chiaro",
        "O atendimento foi muito ruim",
        "Obsługa była bardzo zła",
        "Det var inte bra",
        "サービスが悪い",
        "Очень хорошо",
        "الخدمة سيئة",
    ],
)
def test_other_languages_are_left_alone(text: str) -> None:
    """English words of feeling inside them do not count either."""
    found = one(text)
    assert (found.valence, found.compound, found.words) == (None, 0.0, ())
    assert (found.language, found.reason) == ("other", "not in English")


@pytest.mark.parametrize("text", ["Merci! Great service", "Per night it is dear but good"])
def test_a_foreign_word_or_two_leave_english_english(text: str) -> None:
    """One borrowed word does not make a comment foreign."""
    assert one(text).language != "other"


def test_ten_thousand_equal_comments_get_one_score() -> None:
    """In their order, each the same, also from a generator."""
    found = score_texts(text for _ in range(10_000) for text in ("Great staff", "Rude staff"))
    assert len(found) == 20_000
    assert len({id(score) for score in found}) == 2
    assert (found[0], found[-1]) == (one("Great staff"), one("Rude staff"))


def test_a_very_long_or_odd_comment_is_scored() -> None:
    """Length and strange characters are no reason to fail."""
    assert valence("the staff was good " * 20_000) > 0
    assert one("a" * 100_000).valence is None
    assert one("\x00 \ud800 ﷽ -- '' --- ' ''").valence is None


def test_a_score_cannot_be_changed() -> None:
    """It is a record of what the words say."""
    with pytest.raises(FrozenInstanceError):
        one("good").valence = 2.0  # type: ignore[misc]


def test_only_lists_that_may_be_passed_on_are_used() -> None:
    """Each shipped list names its source and licence, and repeats no word of VADER's."""
    folder = resources.files("journeykit.emotions.text")
    adjectives = (folder / "adjectives.tsv").read_text(encoding="utf-8")
    assert "PDDL" in adjectives
    assert "BSD" in (folder / "service.tsv").read_text(encoding="utf-8")
    vader = (resources.files("vaderSentiment") / "vader_lexicon.txt").read_text(encoding="utf-8")
    theirs = {line.split("\t")[0].lower() for line in vader.splitlines()}
    ours = [line.split("\t")[0] for line in adjectives.splitlines() if not line.startswith("#")]
    assert len(ours) == len(set(ours)) == 768
    assert not theirs & set(ours)


def test_scoring_loads_no_heavy_package() -> None:
    """A page that shows comments does not wait for pandas, nor for a client of the web."""
    code = (
        "import sys; from journeykit.emotions.text import score_texts; score_texts(['good']);"
        "print([n for n in ('pandas', 'scipy', 'requests', 'nltk', 'altair') if n in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT,
                         check=True, timeout=60)  # fmt: skip
    assert ran.stdout.strip() == "[]"
