"""A synthetic export of each tool is read as the tool means it."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from journeykit.measures import scores
from journeykit.survey import numeric, read
from journeykit.survey.question import picked
from survey.layouts import FILES, PEOPLE


def layout(name: str, **options):
    return read(FILES[name][0](), name=name, **options)


@pytest.mark.parametrize("name", FILES)
def test_every_layout_is_read_whole(name):
    """Tool and header rows are found; each of the forty people is a response."""
    survey = layout(name)
    assert (survey.tool, survey.header_rows) == FILES[name][1:]
    assert survey.rows == survey.responses + survey.test == len(PEOPLE)
    for question in survey.questions:
        assert survey.responses == question.answered + question.missing + question.not_applicable


@pytest.mark.parametrize("name", FILES)
def test_every_layout_is_read_packed(name):
    """A gzip and a zip of the file hold the same survey."""
    data = FILES[name][0]()
    plain = read(data, name=name).to_json()
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(f"export/{name}", data)
    for packed, label in ((gzip.compress(data), f"{name}.gz"), (sink.getvalue(), "export.zip")):
        assert read(packed, name=label).to_json() == plain | {"file": label}


def kinds(name: str) -> dict[str, str]:
    return {question.id: question.kind for question in layout(name).questions}


def test_kinds_of_each_tool():
    """What can be scored is found in each layout."""
    assert kinds("google_forms.csv")["Wie zufrieden sind Sie?"] == "csat"
    assert kinds("google_forms.csv")["Was haben Sie genutzt?"] == "multi"
    assert kinds("google_sheets.csv")["How was it? [Food]"] == "rating"
    assert kinds("google_sheets.xlsx")["How satisfied are you?"] == "csat"
    assert kinds("surveymonkey.csv")["How satisfied are you?"] == "csat"
    assert kinds("surveymonkey.csv")["Which did you use?"] == "multi"
    assert kinds("qualtrics.tsv")["Q1"] == "nps"
    assert kinds("typeform.csv")["How was it?"] == "likert"
    assert kinds("limesurvey.csv")["G1Q2"] == "multi"
    assert kinds("microsoft_forms.xlsx")["How satisfied are you?"] == "csat"
    assert kinds("microsoft_forms.xlsx")["What did you use?"] == "multi"
    assert kinds("alchemer.csv")["How was it?"] == "likert"
    assert kinds("kobo.csv")["visit/How satisfied were you?"] == "csat"
    assert kinds("wenjuanxing.csv")["1、您对我们的服务满意吗？"] == "csat"
    assert kinds("wenjuanxing.csv")["2、您用过哪些？"] == "multi"
    assert kinds("zendesk.csv")["Satisfaction Score"] == "single"
    assert kinds("long.csv")["How satisfied are you?"] == "csat"
    assert kinds("european.csv")["Ausgaben"] == "number"


@pytest.mark.parametrize(
    ("name", "partial", "test"),
    [("qualtrics.tsv", 4, 1), ("typeform.csv", 5, 0), ("limesurvey.csv", 10, 0),
     ("alchemer.csv", 10, 0), ("surveymonkey.csv", 0, 0)],
)  # fmt: skip
def test_partial_and_test_responses_are_counted_apart(name, partial, test):
    """Partial ones stay responses, tests are set aside; the survey says how many they are."""
    survey = layout(name)
    assert [one.reason for one in survey.set_aside] == ["it is a test or a preview"] * test
    assert (survey.partial, survey.test) == (partial, test)
    assert survey.to_json()["complete"] == len(PEOPLE) - partial - test
    assert any("partial" in said for said in survey.warnings) == bool(partial)


def test_published_counts_of_a_real_export(public):
    """1706 rows, 927 partial, 779 complete, as its authors say."""
    found = read(public("alchemer/jupyter_2015_ux.csv")).to_json()
    assert (found["rows"], found["partial"], found["complete"]) == (1706, 927, 779)


def test_options_that_hold_commas():
    """An option with a comma in it is one option, beside others in the cell too."""
    survey = layout("google_sheets.csv")
    where = survey.question("Where?")
    assert picked(where, "At home, with help, On the way") == {"At home, with help", "On the way"}
    shares = {s["option"]: s["value"] for s in scores(survey) if s["question"] == "Where?"}
    assert shares == {"At home, with help": 0.5, "On the way": 0.5, "In the shop": 0.25}


def test_a_column_per_point_of_a_scale_is_one_question():
    """SurveyMonkey's columns of a satisfaction question give one mean."""
    survey = layout("surveymonkey.csv")
    asked = survey.question("How satisfied are you?")
    assert asked.columns == ("How satisfied are you?",)
    assert numeric(survey, asked).tolist() == [(5, 3, 1)[at % 3] for at in PEOPLE]


def test_several_analytics_tables_in_one_file():
    """The first is read; the others are named and not mixed in."""
    survey = layout("ga4.csv")
    assert survey.frame.columns.tolist() == ["Page path", "Views", "Sessions"]
    assert any("holds 2 tables" in said and "Nth day" in said for said in survey.warnings)


def test_a_long_table_becomes_one_row_a_respondent():
    """Answers of one person stand side by side; what cannot be placed is set aside."""
    rows = b"person,question,answer,shop\n1,Rate it,5,A\n1,Why?,good,A\n"
    rows += b"2,Rate it,4,B\n,Rate it,1,A\n3,x\n"
    survey = read(rows, name="x.csv")
    assert survey.frame.values.tolist() == [["1", "A", "5", "good"], ["2", "B", "4", ""]]
    assert [aside.reason for aside in survey.set_aside] == [
        "record 4 of the long table: it names no respondent",
        "record 5 of the long table: it has 2 cells, the header 4",
    ]


def test_a_person_overrules_what_was_found_out():
    """Delimiter, header rows and tool are taken from options, and from a recipe."""
    rows = b"a;b,c\n1;2,3\n4;5,6\n"
    assert read(rows, name="x.csv", delimiter=",").frame.columns.tolist() == ["a;b", "c"]
    assert read(rows, name="x.csv", recipe="delimiter: ';'").delimiter == ";"
    told = read(rows, name="x.csv", recipe={"delimiter": "|", "tool": "kobo"}, delimiter=";")
    assert (told.delimiter, told.tool) == (";", "kobo")
    tabs = read(b"a\tb,c,d\n1\t2,3,4\n", name="x.csv", recipe="delimiter: tab")
    assert tabs.frame.columns.tolist() == ["a", "b,c,d"]


@pytest.mark.parametrize(
    ("heading", "warned"),
    [
        ("How much effort did you have to put forth?", True),
        ("The company made it easy for me to handle my issue", False),
        ("Wie viel Aufwand war es? (Customer Effort)", True),
    ],
)
def test_the_direction_of_effort_is_asked(heading, warned):
    """More effort is worse, more ease is better: where it is unclear a person says."""
    rows = f"id,{heading}\n" + "".join(f"{at},{1 + at % 7}\n" for at in PEOPLE)
    survey = read(rows.encode(), name="x.csv")
    assert survey.questions[1].kind == "ces"
    assert any("least effort" in said for said in survey.warnings) == warned
    turned = read(rows.encode(), name="x.csv", recipe={"questions": [
        {"match": heading, "scale": [7, 1]}]})  # fmt: skip
    assert not any("least effort" in said for said in turned.warnings)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("sehr unzufrieden|unzufrieden|teils/teils|zufrieden|sehr zufrieden", "csat"),
        ("très insatisfait|insatisfait|neutre|satisfait|très satisfait", "csat"),
        ("muy insatisfecho|insatisfecho|neutral|satisfecho|muy satisfecho", "csat"),
        ("muito insatisfeito|insatisfeito|neutro|satisfeito|muito satisfeito", "csat"),
        ("очень недоволен|недоволен|нейтрально|доволен|очень доволен", "csat"),
        ("molto insoddisfatto|insoddisfatto|neutrale|soddisfatto|molto soddisfatto", "csat"),
        ("zeer ontevreden|ontevreden|neutraal|tevreden|zeer tevreden", "csat"),
        ("非常不满意|不满意|一般|满意|非常满意", "csat"),
        ("Stimme gar nicht zu|Stimme eher nicht zu|Teils, teils|Stimme eher zu|Stimme voll zu",
         "likert"),
        ("Pas du tout d’accord|Plutôt pas d’accord|Neutre|Plutôt d’accord|Tout à fait d’accord",
         "likert"),
        ("Totalmente en desacuerdo|En desacuerdo|Neutral|De acuerdo|Totalmente de acuerdo",
         "likert"),
        ("Discordo totalmente|Discordo|Neutro|Concordo|Concordo totalmente", "likert"),
        ("Полностью не согласен|Не согласен|Нейтрально|Согласен|Полностью согласен", "likert"),
        ("Fortemente in disaccordo|In disaccordo|Neutrale|D'accordo|Completamente d'accordo",
         "likert"),
        ("Helemaal mee oneens|Mee oneens|Neutraal|Mee eens|Helemaal mee eens", "likert"),
        ("非常不同意|不同意|一般|同意|非常同意", "likert"),
    ],
)  # fmt: skip
def test_words_in_nine_languages_are_points(words, kind):
    """Satisfaction and agreement in words are 1 to 5, from the worst to the best."""
    labels = words.split("|")
    rows = "id,q\n" + "".join(f'{at},"{labels[at % 5]}"\n' for at in PEOPLE)
    question = read(rows.encode(), name="x.csv").questions[1]
    assert question.kind == kind
    assert [question.scale.labels[label] for label in labels] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "stamps",
    [
        "2024-10-28T10:00:00+01:00|2024-10-29T10:00:00Z",
        "2024/10/28 2:53:02 PM MEZ|2024/10/28 2:53:02 AM EST",
        "2025/10/10 1:29:21 PM GMT+5|2025/10/11 1:29:21 PM GMT+5",
        "28.10.2024 14:53|29.10.2024 09:10",
        "10/28/2024 14:53:02|4/2/2016 19:57:50",
        "2024年10月28日 14:53|2024年10月29日",
    ],
)
def test_dates_with_zones_are_dates(stamps):
    """A day, a time and a zone in any of the usual forms; the text stays as it was."""
    cells = stamps.split("|")
    rows = "id,Visit\n" + "".join(f"{at},{cells[at % 2]}\n" for at in PEOPLE)
    survey = read(rows.encode(), name="x.csv")
    assert survey.questions[1].kind == "date"
    assert set(survey.frame["Visit"]) == set(cells)


@pytest.mark.parametrize("code", ["11", "99", "-1", "6", "0"])
def test_codes_outside_the_scale_never_count(code):
    """They are reported as outside the scale, with how many there are."""
    top = 10 if code == "11" else 5
    asked = "How likely are you to recommend us?" if top == 10 else "Rate the food"
    answers = [str(at % top + 1) for at in PEOPLE] + [code] * 3
    rows = f"id,{asked}\n" + "".join(f"{at},{cell}\n" for at, cell in enumerate(answers, 100))
    survey = read(rows.encode(), name="x.csv")
    question = survey.questions[1]
    assert (question.answered, question.missing) == (40, 3)
    assert numeric(survey, question).max() <= top
    assert any(f"'{code}' (3) outside the scale" in said for said in survey.warnings)
