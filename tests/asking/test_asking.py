"""The survey builder: from touchpoints to a survey, and from its answers back to touchpoints."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from journeykit import asking, library
from journeykit.asking.codes import code_of
from journeykit.asking.questionnaire import MOST_VERSIONS
from journeykit.attach import ASKED, attach
from journeykit.errors import Refused
from journeykit.model import Workshop
from journeykit.store import Store

#: names of which one holds the words of another, as in real journeys
NAMES = ("Store", "Store checkout", "Checkout", "Returns & refunds")
ROWS = tuple(asking.Row(f"t{at}", name) for at, name in enumerate(NAMES))


def made(**fields: object) -> asking.Questionnaire:
    """A survey about four touchpoints."""
    usual = {"title": "Kettle", "company": "Kettle & Co", "consent": "Answers are anonymous."}
    return asking.begin(library.questions(), ROWS, **(usual | fields))  # type: ignore[arg-type]


def codes(questionnaire: asking.Questionnaire, at: int | None = None) -> set[str]:
    """The codes of what is wrong, of one question or of the survey as a whole."""
    return {problem.code for problem in asking.lint(questionnaire) if problem.at == at}


def bank(key: str) -> library.shapes.Question:
    """A question of the bank."""
    return next(q for q in library.questions().questions if q.key == key)


def test_a_short_survey_asks_each_touchpoint_effort_recommendation_and_why() -> None:
    """The usual survey has a grid, two scales for the whole and one open question."""
    kinds = [(q.kind, q.grid, len(q.rows)) for q in made().asked]
    assert kinds == [("csat", True, 4), ("ces", False, 0), ("nps", False, 0), ("text", False, 0)]


def test_a_short_survey_is_short_and_has_nothing_to_complain_of_but_its_lines() -> None:
    """The usual survey takes about two minutes; a double name in a line is seen."""
    assert 1 < asking.minutes(made()) < 3
    assert codes(made()) == set()
    assert codes(made(), 0) == {"double-line"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("How satisfied are you with price and speed?", "double"),
        ("How satisfied are you with our staff/rooms?", "double"),
        ("How much did you enjoy our amazing checkout?", "leading"),
        ("Don't you think that the checkout is fast?", "leading"),
        ("How satisfied were you " + "very " * 25 + "?", "too-long"),
        ("How satisfied were you with {stage}?", "slot"),
        ("  ?", "no-text"),
    ],
)
def test_bad_wording_is_told(text: str, code: str) -> None:
    """Each kind of bad wording has its own line."""
    assert code in codes(made().changed(1, text=text), 1)


@pytest.mark.parametrize(
    "text",
    [
        "How likely are you to recommend {company} to a friend or colleague?",
        "Do you agree or disagree: delivery was on time.",
        "How satisfied were you with click and collect?",
    ],
)
def test_an_and_that_stands_for_one_thing_is_no_double_question(text: str) -> None:
    """Idioms with "and" or "or" are left alone."""
    assert codes(made().changed(1, text=text), 1) == set()


def test_what_is_missing_is_told() -> None:
    """No open question, no consent, no name of the company, no "not used"."""
    bare = made(consent="", company="").without(3)
    assert codes(bare) == {"no-open", "no-consent", "company"}
    assert "no-na" in codes(made().changed(0, not_applicable=""), 0)
    assert "na-words" in codes(made().changed(0, not_applicable="Nope"), 0)


def test_too_much_is_told() -> None:
    """Fifteen touchpoints asked three times over take too long, and are too many lines."""
    rows = [asking.Row(f"t{at}", f"Moment {at}") for at in range(15)]
    long = asking.begin(library.questions(), rows, company="Us", consent="ok")
    for key in ("touchpoint-effort", "touchpoint-emotion", "touchpoint-importance"):
        long = asking.add(long, bank(key), rows)
    assert "long" in codes(long)
    assert "many-lines" in codes(long, 0)
    assert codes(asking.Questionnaire()) == {"empty"}


def test_a_question_asked_twice_is_told() -> None:
    """The same words about the same touchpoint; about another one they are no repetition."""
    twice = asking.add(made(), bank("nps"))
    assert "duplicate" in codes(twice, 4)
    once = asking.add(made(), bank("touchpoint-open"), ROWS[:1])
    assert "duplicate" not in codes(asking.add(once, bank("touchpoint-open"), ROWS[1:2]), 5)


def test_an_open_question_is_about_one_touchpoint() -> None:
    """Asking an open question of every touchpoint at once is refused with the way out."""
    with pytest.raises(Refused, match="one touchpoint at a time; choose one"):
        asking.add(made(), bank("touchpoint-open"), ROWS)
    with pytest.raises(Refused, match="at least one"):
        asking.begin(library.questions(), [])


def test_questions_change_places() -> None:
    """A question moves, is changed and leaves; the others stay."""
    moved = made().moved(2, 0)
    assert [q.code for q in moved.asked] == ["nps", "csat", "ces", "improve"]
    assert [q.code for q in moved.without(1).asked] == ["nps", "ces", "improve"]
    assert moved.changed(0, text="New").asked[0].text == "New"
    with pytest.raises(Refused, match="not there any more"):
        moved.without(9)


def test_touchpoints_are_chosen_anew_without_losing_wording() -> None:
    """A line that was reworded keeps its words when another touchpoint joins."""
    own = made().changed(0, rows=(asking.Row("t0", "Our shop"), ROWS[1]))
    now = asking.with_places(own, "touchpoint", ROWS[:3])
    assert [row.label for row in now.asked[0].rows] == ["Our shop", "Store checkout", "Checkout"]
    gone = asking.with_places(now, "touchpoint", [])
    assert [q.code for q in gone.asked] == ["ces", "nps", "improve"]


def test_versions_are_kept_so_that_a_change_can_be_taken_back() -> None:
    """What is kept reads back as it was; a text of another version is no crash."""
    first, second = made(), made(title="Two")
    assert asking.history(asking.to_keep([second, first])) == [second, first]
    assert len(asking.history(asking.to_keep([first] * 99))) == MOST_VERSIONS
    for text in (None, "", "{", "[1]", '["{}"]', '{"a": 1}'):
        assert asking.kept(text) is None


def lime(questionnaire: asking.Questionnaire) -> list[dict[str, str]]:
    """The rows of the LimeSurvey file."""
    text = asking.to_tsv(questionnaire).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


def test_limesurvey_takes_the_file() -> None:
    """Byte order mark, the columns of the format, a grid with lines and answers, no stray tab."""
    survey = made(title="Kettle\tand\nmore")
    assert asking.to_tsv(survey).startswith(b"\xef\xbb\xbfid\tclass\ttype/scale\tname\trelevance")
    rows = lime(survey)
    assert {len(row) for row in rows} == {13}
    assert [r["text"] for r in rows if r["name"] == "surveyls_title"] == ["Kettle and more"]
    asked = [(r["type/scale"], r["name"]) for r in rows if r["class"] == "Q"]
    assert asked == [("X", "consent"), ("F", "csat"), ("L", "ces"), ("L", "nps"), ("T", "improve")]
    lines = [r["name"] for r in rows if r["class"] == "SQ"]
    assert lines == [code_of(f"t{at}") for at in range(4)]
    assert all(name.isalnum() and len(name) <= 20 for _, name in asked)
    numbers = [r["id"] for r in rows if r["class"] in ("Q", "SQ")]
    assert len(set(numbers)) == len(numbers)
    assert all(len(r["name"]) <= 5 for r in rows if r["class"] == "A")
    assert [r["name"] for r in rows if r["class"] == "A"][:6] == ["1", "2", "3", "4", "5", "NA"]


def test_a_scale_below_zero_gets_codes_that_limesurvey_takes() -> None:
    """−2 to +2 is asked as 1 to 5, since a code has no minus sign."""
    survey = asking.add(made(), bank("touchpoint-emotion"), ROWS)
    answers = [r["name"] for r in lime(survey) if r["class"] == "A"][-6:]
    assert answers == ["1", "2", "3", "4", "5", "NA"]


def test_the_plain_lists_say_everything() -> None:
    """Text, Markdown and CSV hold each question, its lines, type and answers."""
    survey = made()
    for text in (asking.to_text(survey), asking.to_markdown(survey)):
        assert "Kettle & Co made it easy for me to handle my issue." in text
        assert "Multiple choice grid" in text
        assert "- Store checkout" in text
        assert "5 - Very satisfied" in text
        assert "Answers are anonymous." in text
    table = list(csv.reader(io.StringIO(asking.to_csv(survey).decode("utf-8-sig"))))
    assert [len(row) for row in table] == [8] * 8
    assert table[1][1] == f"csat[{code_of('t0')}]"
    risky = survey.changed(1, text="=1+1")
    assert b"'=1+1" in asking.to_csv(risky)


# ---- the way back ----------------------------------------------------------------------------


@pytest.fixture
def workshop(store: Store) -> Workshop:
    """A workshop whose touchpoints are called alike."""
    started = library.start("b2c", "Kettle")
    points = list(started.touchpoints.values())
    named = {
        one.id: one.model_copy(update={"name": NAMES[at] if at < 4 else one.name})
        for at, one in enumerate(points)
    }
    kept = started.model_copy(update={"touchpoints": named})
    store.create(kept)
    return kept


def survey_of(workshop: Workshop) -> asking.Questionnaire:
    """The workshop's own survey, about the four touchpoints that are called alike."""
    rows = [asking.Row(one.id, one.name) for one in list(workshop.touchpoints.values())[:4]]
    return asking.begin(library.questions(), rows, company="Kettle & Co", consent="ok")


def linked(store: Store, workshop: Workshop, text: str) -> dict[str, str | None]:
    """Attach answers and return for each question the name of its touchpoint."""
    attach(store, workshop.id, text.encode("utf-8-sig"), name="answers.csv")
    now, _ = store.open(workshop.id)
    return {
        link.question: now.touchpoints[link.touchpoint].name if link.touchpoint else None
        for link in now.ordered("links")
    }


def table(header: list[str], rows: list[list[str]]) -> str:
    """A CSV file as a tool exports it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


POINTS = (5, 4, 2, 1, 3, 5, 4, 5)


def lime_answers(survey: asking.Questionnaire, *, texts: bool) -> str:
    """Answers as LimeSurvey exports them, with codes, or with ``code. text``, as headings."""
    grid, effort, nps, why = survey.asked

    def head(code: str, text: str) -> str:
        return f"{code}. {text}" if texts else code

    header = ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    header += [head(f"csat[{code_of(row.id)}]", f"{grid.text} [{row.label}]") for row in grid.rows]
    header += [head("ces", survey.said(effort.text)), head("nps", survey.said(nps.text)),
               head("improve", why.text)]  # fmt: skip
    rows = []
    for at, point in enumerate(POINTS):
        stamp = f"2026-10-{at + 1:02} 10:00:00"
        cells = [str(point), "NA" if at == 3 else str(6 - point), str(point), str(POINTS[at - 3])]
        rows.append([str(at + 1), stamp, "1", "en", "99",
                     *cells, str(point + 1), str(point * 2), f"Faster, please {at}"])  # fmt: skip
    return table(header, rows)


@pytest.mark.parametrize("texts", [False, True])
def test_answers_from_limesurvey_find_their_touchpoints(
    store: Store, workshop: Workshop, texts: bool
) -> None:
    """By the code alone, whatever the touchpoints are called, each line links to its own."""
    survey = survey_of(workshop)
    found = linked(store, workshop, lime_answers(survey, texts=texts))
    names = {heading.partition(". ")[0]: name for heading, name in found.items()}
    lines = {f"csat[{code_of(row.id)}]": row.label for row in survey.asked[0].rows}
    assert names == {**lines, "ces": None, "nps": None}


def test_answers_from_google_forms_find_their_touchpoints(store: Store, workshop: Workshop) -> None:
    """By the line in brackets, word for word, with the answers as the list said to write them."""
    survey = survey_of(workshop)
    grid, effort, nps, why = survey.asked
    store.set_setting(ASKED + workshop.id, asking.to_keep([survey]))
    header = ["Timestamp", *(f"{grid.text} [{row.label}]" for row in grid.rows),
              survey.said(effort.text), survey.said(nps.text), why.text]  # fmt: skip
    words = {code: f"{code} - {label}" for code, label in grid.points}
    rows = [
        [f"2026/10/{at + 1:02} 10:00:00 AM GMT+1", words[point],
         "Not used" if at == 3 else words[6 - point], words[point], words[POINTS[at - 3]],
         str(point + 1), str(point * 2), f"Faster, please {at}"]
        for at, point in enumerate(POINTS)
    ]  # fmt: skip
    found = linked(store, workshop, table(header, rows))
    lines = {f"{grid.text} [{row.label}]": row.label for row in grid.rows}
    assert found == {**lines, survey.said(effort.text): None, survey.said(nps.text): None}


def test_answers_find_a_touchpoint_that_was_renamed_since(store: Store, workshop: Workshop) -> None:
    """The survey that went out knows what its lines meant, also when it was changed since."""
    survey = survey_of(workshop)
    first, *rest = survey.asked[0].rows
    sent = survey.changed(0, rows=(replace(first, label="Our old shop"), *rest))
    # since it went out, the survey was changed and then discarded
    versions = [asking.Questionnaire(), survey, sent]
    store.set_setting(ASKED + workshop.id, asking.to_keep(versions))
    header = ["Timestamp", "How satisfied were you with: [Our old shop]"]
    rows = [[f"2026/10/{at + 1:02} 10:00:00 AM GMT+1", str(p)] for at, p in enumerate(POINTS)]
    assert list(linked(store, workshop, table(header, rows)).values()) == ["Store"]


def test_a_line_that_means_two_things_means_nothing() -> None:
    """Two touchpoints of one name: no guess is called certain."""
    from journeykit.survey import Question

    asked = Question("Rate: [Checkout]", "Rate: [Checkout]", ("Rate: [Checkout]",), "csat")
    assert asking.targets([asked], {"a": "Checkout", "b": "checkout"}) == {}
    assert asking.targets([asked], {"a": "Checkout", "b": "Store"}) == {asked.id: "t:a"}
