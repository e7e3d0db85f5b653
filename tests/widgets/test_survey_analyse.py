"""The tab Analyse: comparisons, distributions, drivers, tables, missing answers, Kano, power."""

from __future__ import annotations

import csv
import math
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from headless import html, plain, said

from journeykit.attach import attach
from journeykit.edits import Put, next_rank
from journeykit.errors import Refused
from journeykit.model import Persona, Workshop
from journeykit.store import Store
from journeykit.widgets.view import Toast, View

AIRPORT = Path(__file__).parents[2] / ".." / "shared" / "data" / "sfo"
FIVE = {
    "Website rating": [5, 4, 4, 3, 2, 5, 4, 1, 3, 4], "Checkout": [1, 2, 4, 5, 5, 4, 3, 2, 3, 4],
    "Parcel rating": [5, 1, 4, 2, 3, 5, 5, 4, 3, 5], "NPS": [0, 9, 10, 10, 7, 8, 9, 10, 6, 10],
}  # fmt: skip
RECIPE = """questions:
  - match: "*rating"
    kind: rating
    scale: [1, 5]
    not_applicable: [6]
  - match: Checkout
    kind: rating
    scale: [1, 5]
    not_applicable: [6]
"""


def written(folder: Path, name: str, columns: Mapping[str, Sequence[Any]]) -> Path:
    """Write a survey file."""
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def table(view: View, id: str) -> list[list[str]]:
    """Return the cells of a table as a person reads them."""
    body = re.search(rf'<table[^>]*id="{id}".*?</table>', html(view), flags=re.DOTALL)
    assert body, f"no table '{id}'"
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, flags=re.DOTALL)]
        for line in re.findall(r"<tr>(.*?)</tr>", body[0], flags=re.DOTALL)
    ]


def done(view: View, what: str, /, **args: Any) -> tuple[Any, list[Any]]:
    """Do what a browser asks for; return the result and the progress that was told."""
    result, steps = view.call(what, args), []
    try:
        while hasattr(result, "__next__"):
            steps.append(next(result))
    except StopIteration as stop:
        result = stop.value
    return result, steps


@pytest.fixture
def add(store: Store, workshop: Workshop, tmp_path: Path) -> Callable[..., str]:
    """Attach a survey; its ratings are linked to the first touchpoints, in order."""

    def added(name: str, columns: Mapping[str, Sequence[Any]], linked: bool = True) -> str:
        now, _ = store.open(workshop.id)
        places = list(now.touchpoints)
        names = [n for n in columns if "rating" in n or n == "Checkout"] if linked else []
        links: dict[str, str | None] = dict(zip(names, places, strict=False))
        if linked and "NPS" in columns:
            links["NPS"] = None
        path = written(tmp_path, f"{name}.csv", columns)
        return attach(store, workshop.id, path, RECIPE, links, wave=name)

    return added


@pytest.fixture
def look(view: Callable[..., View]) -> Callable[..., View]:
    """Open the tab: ``look("tables", rows="2")``."""
    return lambda what="", **at: view("survey", view="analyse", what=what, **at)


def many(times: int, **more: Sequence[Any]) -> dict[str, list[Any]]:
    """Return ten times so many answers."""
    return {name: list(values) * times for name, values in (FIVE | more).items()}


def test_without_a_survey_it_says_what_is_needed(look: Callable[..., View]) -> None:
    """An empty workshop leads to the import; how many answers it takes can be asked already."""
    assert "Attach a survey" in said(look("compare")) and "analyse-import" in html(look("drivers"))
    power = table(look("power"), "analyse-needed")
    assert ["10 points", "1,037"] in power


def test_one_wave_asks_for_a_second(look: Callable[..., View], add: Callable[..., str]) -> None:
    """Two waves cannot be compared when there is one; the page says so, and how to go on."""
    add("2025", many(4))
    assert "Attach a second wave to compare" in said(look("compare", way="waves"))


def test_waves_that_share_no_place_ask_for_links(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """Unlinked questions are compared with nothing; the button leads to the links."""
    add("2025", many(4), linked=False)
    add("2026", many(5), linked=False)
    page = look("compare")
    assert "linked to the same place" in said(page) and 'id="analyse-link"' in html(page)


def test_two_waves_are_compared_with_intervals_and_n(
    look: Callable[..., View], add: Callable[..., str], workshop: Workshop
) -> None:
    """Means, difference, Welch's interval and both n are those that pandas and scipy give."""
    import pandas as pd
    from scipy import stats

    before = many(4)
    after = many(5) | {"Checkout": [5, 4, 4, 5, 5, 4, 6, 4, 5, 4] * 5}
    add("2025", before)
    add("2026", after)
    page = look("compare")
    rows = {row[0].removesuffix(" Checkout"): row for row in table(page, "analyse-compared")[1:]}
    row = next(row for row in rows.values() if row[0].endswith("Checkout"))
    old = pd.Series(before["Checkout"])
    new = pd.Series([v for v in after["Checkout"] if v != 6])
    assert row[1].startswith(f"{old.mean():.2f} ") and row[1].endswith(f"n {len(old)}")
    assert row[2].startswith(f"{new.mean():.2f} ") and row[2].endswith(f"n {len(new)}")
    test = stats.ttest_ind(new, old, equal_var=False)
    ends = test.confidence_interval()
    assert row[3] == f"+{new.mean() - old.mean():.2f} +{ends.low:.2f} to +{ends.high:.2f}"
    assert "hardly chance" in row[5]
    shown = html(page)
    assert 'role="img"' in shown and "hardly explains it" in said(page)
    assert "Holm for 4 comparisons" in said(page)


def test_the_measure_can_be_changed(look: Callable[..., View], add: Callable[..., str]) -> None:
    """NPS and shares are compared in their own units, each measure in a chart of its own."""
    add("2025", many(4))
    add("2026", many(5, NPS=[10, 9, 10, 10, 7, 8, 9, 10, 9, 10]))
    page = look("compare", measure="top")
    row = table(page, "analyse-compared")[-1]
    # promoters 6 and 8 of 10, detractors 2 and 0
    assert row[1].startswith("40.0 ") and row[2].startswith("80.0 ") and row[3].startswith("+40.0 ")
    assert html(page).count('data-chart="') == 2
    assert "50 % is no difference" in said(look("compare", measure="ordinal"))


def test_groups_of_a_column(look: Callable[..., View], add: Callable[..., str]) -> None:
    """The two groups that a person chooses are compared, and named by column and answer."""
    add("2025", many(6, Shop=["north", "south"] * 5))
    page = look("compare", way="groups", first="south", second="north")
    head, *rows = table(page, "analyse-compared")
    assert head[1:3] == ["Shop south", "Shop north"]
    website = next(row for row in rows if row[0].endswith("Website rating"))
    # every second answer: north 5 4 2 4 3, south 4 3 5 1 4
    assert website[1].startswith("3.40 ") and website[2].startswith("3.60 ")
    assert website[1].endswith("n 30")


def test_a_small_group_is_hidden_with_what_gives_it_away(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """Three people of a third shop hide a second group too: the whole less the first is shown."""
    shops = ["north"] * 30 + ["south"] * 27 + ["west"] * 3
    add("2025", many(6) | {"Shop": shops})
    page = look("compare", way="groups", first="north", second="south")
    assert all("not shown" in row[3] for row in table(page, "analyse-compared")[1:])
    assert "could be worked out" in said(page)
    small = look("compare", way="groups", first="north", second="west")
    assert all(row[2] == "n under 5" for row in table(small, "analyse-compared")[1:])


def test_a_persona_against_everyone_else(
    look: Callable[..., View], add: Callable[..., str], dispatch: Callable[..., Workshop],
    store: Store, workshop: Workshop,
) -> None:  # fmt: skip
    """A persona's rule is a group; one that differs by few people from another is not shown."""
    now, _ = store.open(workshop.id)
    add("2025", many(6) | {"Shop": ["north"] * 30 + ["south"] * 30,
                           "Age": ["old"] * 28 + ["young"] * 32})  # fmt: skip
    mine = next(iter(now.personas.values()))
    dispatch(Put.of(mine.model_copy(update={"name": "Nora", "rule": {"Shop": ("north",)}})))
    page = look("compare", way="groups", by=f"p{mine.id}")
    assert table(page, "analyse-compared")[0][1:3] == ["Nora", "everyone else"]
    rule = {"Shop": ("north",), "Age": ("old",)}
    dispatch(Put.of(Persona(name="Nils", rule=rule, rank=next_rank(now.ordered("personas")))))
    page = look("compare", way="groups", by=f"p{mine.id}")
    assert "fewer than 5 people tell it from 'Nils'" in said(page)
    assert 'id="analyse-by"' in html(page)  # so that another group can be chosen


def test_distributions_show_every_answer_with_n(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """Bars and table have the same counts; points that nobody chose are there, too."""
    add("2025", many(4, Checkout=[1, 1, 4, 5, 5, 4, 6, 1, 4, 4]))
    page = look("spread")
    line = next(row for row in re.findall(r"<tr>.*?</tr>", html(page), re.DOTALL) if
                "12</b>" in row and ">36<" in row)  # fmt: skip
    assert re.findall(r"<b>(\d+)</b>", line) == ["12", "0", "0", "16", "8"]
    assert "1: 33 %, 2: 0 %" in html(page)
    assert "Half of the middle answer" in said(look("spread", bars="diverging"))


def test_drivers_are_worked_out_when_asked(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """The person chooses outcome and drivers, sees progress, and reads that it is no effect."""
    add("2025", many(2, **{"Parcel rating": [1, 4, 5, 5, 3, 4, 4, 5, 2, 5]}))
    page: Any = look("drivers")
    assert 'id="analyse-drivers"' not in html(page)
    toast, steps = done(page, "drive")
    assert isinstance(toast, Toast) and steps and "samples" in steps[0]
    rows = table(page, "analyse-drivers")
    assert len(rows) == 4 and rows[1][3].startswith("1 ")
    assert sum(int(row[2].split()[0]) for row in rows[1:]) in (99, 100, 101)
    assert "not effect; only 20 people for 3 drivers" in said(page)
    quarters = [row[3] for row in table(page, "analyse-importance")[1:]]
    page.call("look", {"name": "cross", "value": "scale"})
    assert "the scale's middle" in said(page)
    assert len(quarters) == 3
    first = re.findall(r'id="analyse-driver-(\d+)"', html(page))[0]
    page.call("driver", {"q": int(first), "value": False})
    assert "Drivers: 2 of at most 12" in said(page) and 'id="analyse-drivers"' not in html(page)
    with pytest.raises(Refused, match="reload"):
        page.call("driver", {"q": 99, "value": True})


def test_too_few_people_for_drivers_is_one_line(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """With fewer people than drivers and five, nothing is computed, and the page stays."""
    add("2025", {name: values[:7] for name, values in FIVE.items()})
    page = look("drivers")
    with pytest.raises(Refused, match="too few for 3 drivers"):
        done(page, "drive")
    assert "Work it out" in said(page)


def test_tables_count_one_question_and_two(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """Frequencies have shares with intervals; cells of a cross-tab below five are hidden."""
    shops = ["north"] * 30 + ["south"] * 27 + ["west"] * 3
    plans = (["pro"] * 20 + ["free"] * 10) + (["pro"] * 12 + ["free"] * 15) + ["pro"] * 3
    add("2025", many(6) | {"Shop": shops, "Plan": plans})
    page = look("tables", rows="4")
    assert [row[:3] for row in table(page, "analyse-frequencies")[1:]] == [
        ["north", "30", "50.0 %"],
        ["south", "hidden", "not shown"],
        ["west", "hidden", "not shown"],
    ]
    page = look("tables", rows="5", columns="4")
    cells = {row[0]: row[1:] for row in table(page, "analyse-crosstab")}
    # 3 of the west are hidden, and with them what gives them away
    assert cells["free"] == ["10 33.3 %", "15", "0", "25"]
    assert "hidden" in cells["pro"] and not any(cell.startswith("3 ") for cell in cells["pro"])
    assert "Cramér's V" in said(page)


def test_several_answers_in_one_cell(look: Callable[..., View], add: Callable[..., str]) -> None:
    """Options of a multiple choice are counted of those who answered, also against a column."""
    used = ["app;web", "web", "app;shop", "web", "", "app;web", "web;shop", "shop", "app", "web"]
    add("2025", many(6, **{"Channels used": used, "Shop": ["north", "south"] * 5}))
    page = look("tables")
    at = re.search(r'<option value="(\d+)"[^>]*>Channels used', html(page))
    assert at
    page.call("look", {"name": "rows", "value": at[1]})
    rows = table(page, "analyse-frequencies")[1:]
    assert [row[:3] for row in rows] == [
        ["web", "36", "66.7 %"], ["app", "24", "44.4 %"], ["shop", "18", "33.3 %"],
    ]  # fmt: skip
    shop = re.search(r'<option value="(\d+)"[^>]*>Shop', html(page))
    assert shop
    page.call("look", {"name": "columns", "value": shop[1]})
    cells = {row[0]: row[1:] for row in table(page, "analyse-crosstab")}
    # north answered at places 0 2 6 8 (4 is blank), south at 1 3 5 7 9
    assert cells["web"][:2] == ["12 50.0 %", "24 80.0 %"]


def test_missing_answers_and_what_they_could_change(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """Answered, missing and not applicable add up; the bounds are worst and best case."""
    add("2025", many(4, Checkout=[5, 5, 4, 5, 5, 4, 6, "", 1, ""]))
    row = next(row for row in table(look("missing"), "analyse-missing") if row[1] == "28")
    # 24 of 28 gave 4 or 5; of the 36 whom it concerns 8 did not answer
    assert row[2].startswith("8 22.2 %") and row[3] == "4"
    assert row[4:] == ["85.7 %", "66.7 % to 88.9 %"]


def test_kano_is_there_for_pairs_only(look: Callable[..., View], add: Callable[..., str]) -> None:
    """A feature asked with and without it gets its kind, when a person says what belongs together.

    Without such questions the tab is not offered.
    """
    add("2025", many(4))
    assert 'id="tab-kano"' not in html(look())
    with_it = ["I like it"] * 8 + ["I am neutral"] * 2
    without = ["I dislike it"] * 7 + ["I can live with it"] * 3
    asked = {"If delivery is free": with_it, "If delivery costs": without}
    add("2026", {name: values * 4 for name, values in asked.items()})
    page: Any = look("kano")
    other = re.findall(r'<option value="([^"]+)"[^>]*>2026', html(page))[0]
    page.call("look", {"name": "of", "value": other})
    page.call("look", {"name": "what", "value": "kano"})
    first, second = re.findall(r'<option value="(\d+)"', html(page))[:2]
    page.call("pair", {"functional": first, "dysfunctional": second})
    row = table(page, "analyse-kano")[1]
    assert row[0] == "If delivery is free" and row[1] == "one-dimensional settled"
    assert row[4] == "40" and row[2].startswith("0.80 ")
    with pytest.raises(Refused, match="two different questions"):
        page.call("pair", {"functional": first, "dysfunctional": first})
    page.call("unpair", {"functional": int(first), "dysfunctional": int(second)})
    assert 'id="analyse-kano"' not in html(page)


def test_power_starts_from_the_survey(look: Callable[..., View], add: Callable[..., str]) -> None:
    """What the survey says now stands in the form; a number that is none is refused there."""
    add("2025", many(4))
    page = look("power")
    spread = 0.6 + 0.2 - (0.6 - 0.2) ** 2
    exact = 2 * (1.959964 + 0.841621) ** 2 * spread / 0.1**2
    needed = math.ceil(exact)
    assert ["10 points", f"{needed:,}"] in table(page, "analyse-needed")
    page.call("expect", {"kind": "nps", "name": "change", "value": "20"})
    assert page.at["nps_change"] == "20"
    assert ["20 points", f"{math.ceil(exact / 4):,}"] in table(page, "analyse-needed")
    with pytest.raises(Refused, match="Promoters now, %: 'many' is not a number"):
        page.call("expect", {"kind": "nps", "name": "promoters", "value": "many"})


def test_nothing_is_computed_twice(
    look: Callable[..., View], add: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comparison that was shown is there at once for the next who opens the page."""
    add("2025", many(4))
    add("2026", many(5))
    before = table(look("compare"), "analyse-compared")

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("computed again")

    monkeypatch.setattr("journeykit.widgets.pages.survey.analyse.compare.compared", never)
    assert table(look("compare"), "analyse-compared") == before


def test_the_page_starts_without_heavy_libraries() -> None:
    """Opening the Survey page loads no pandas, Altair or SciPy until something is asked for."""
    code = (
        "import sys, journeykit.widgets.pages.survey.view;"
        "print([m for m in ('pandas', 'altair', 'scipy') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


AIRPORT_RECIPE = """questions:
  - match: "Q7*"
    kind: rating
    scale: [1, 5]
    not_applicable: [6]
    missing: [0]
weight: WEIGHT
"""


@pytest.mark.skipif(not AIRPORT.is_dir(), reason="the airport files are not beside the repository")
def test_the_airport_waves_and_a_cross_tab_agree_with_pandas(
    look: Callable[..., View], store: Store, workshop: Workshop
) -> None:
    """Weighted means of two waves, their n, and the cells of a cross-tab, by plain pandas."""
    import pandas as pd

    place = next(iter(store.open(workshop.id)[0].touchpoints))
    for year in (2015, 2016):
        attach(store, workshop.id, AIRPORT / f"sfo_{year}.csv", AIRPORT_RECIPE,
               {"Q7FOOD": place, "Q7ALL": None}, wave=str(year))  # fmt: skip
    page = look("compare")
    rows = table(page, "analyse-compared")
    assert rows[0][1:3] == ["2015", "2016"] and len(rows) == 3
    frames = {}
    for at, year in ((1, 2015), (2, 2016)):
        frame = pd.read_csv(AIRPORT / f"sfo_{year}.csv", low_memory=False)
        frames[year] = frame
        some = frame[frame["Q7FOOD"].between(1, 5)]
        mean = (some["Q7FOOD"] * some["WEIGHT"]).sum() / some["WEIGHT"].sum()
        assert rows[1][at].startswith(f"{mean:.2f} ")
        assert rows[1][at].endswith(f"n {len(some):,}")
    page = look("tables")
    numbers = {
        name: next(iter(re.findall(rf'<option value="(\d+)"[^>]*>{name}<', html(page))))
        for name in ("STRATA", "PEAK")
    }
    page.call("look", {"name": "rows", "value": numbers["STRATA"]})
    page.call("look", {"name": "columns", "value": numbers["PEAK"]})
    cells = {row[0]: row[1:] for row in table(page, "analyse-crosstab")}
    frame = frames[2015]
    counts = pd.crosstab(frame["STRATA"], frame["PEAK"])
    weighed = pd.crosstab(
        frame["STRATA"], frame["PEAK"], frame["WEIGHT"], aggfunc="sum", normalize="columns"
    ).fillna(0)
    assert (counts.to_numpy()[counts.to_numpy() > 0] >= 5).all()
    for name, line in counts.iterrows():
        for top, n in line.items():
            at = cells["Answer"].index(str(top))
            share = f"{100 * weighed.loc[name, top]:.1f} %"
            assert cells[str(name)][at] == f"{n:,} {share}"


@pytest.fixture
def twice(
    store: Store, workshop: Workshop, add: Callable[..., str], tmp_path: Path
) -> Callable[..., tuple[str, str]]:
    """Attach two waves of the same kettle survey, with e-mail addresses that are hashed."""

    def attached(first: Sequence[int], second: Sequence[int], who: Sequence[str]) -> Any:
        ids = []
        for wave, values in (("2025", first), ("2026", second)):
            people = [f"{name}@example.org" for name in who[: len(values)]]
            days = [f"{wave}-03-{1 + at % 28:02}" for at in range(len(values))]
            columns = {"Email": people, "Date": days, "Checkout": values}
            ids.append(attach(
                store, workshop.id, written(tmp_path, f"{wave}.csv", columns),
                RECIPE + "person: Email\n", links={"Checkout": None}, wave=wave,
            ))  # fmt: skip
        return tuple(ids)

    return attached


PEOPLE = [f"p{at}" for at in range(40)]


def test_the_same_people_are_matched_by_their_hash(
    look: Callable[..., View], twice: Callable[..., Any]
) -> None:
    """Change within persons: the mean of their changes, Student's interval, n of the pairs."""
    before = [1 + at % 4 for at in range(40)]
    after = [value + (at + 1) % 2 for at, value in enumerate(before)]
    twice(before, after, PEOPLE)
    page = look(way="people")
    assert "The same people in two waves" in html(page)
    ((_, first, second, change, effect, p),) = table(page, "analyse-compared")[1:]
    assert (first, second) == ("2.50 n 40", "3.00 n 40")
    # 20 changes of 1 and 20 of 0: mean .5, s .5064, t(39) 2.0227
    assert change.startswith("+0.50 +0.34 to +0.66")
    assert effect.startswith("0.50") and p.startswith("< 0.001")
    assert "Only people who answered both waves: at most n 40" in said(page)
    page.show(measure="top")
    ((_, first, second, change, _, _),) = table(page, "analyse-compared")[1:]
    assert (first[:4], second[:4], change[:5]) == ("25.0", "50.0", "+25.0")  # 4 or 5: 10, then 20


def test_people_of_waves_without_a_hash_are_not_matched(
    look: Callable[..., View], add: Callable[..., str]
) -> None:
    """It is said that nobody can be matched, and how the next import keeps who answered."""
    add("spring.csv", many(4))
    add("summer.csv", many(5))
    assert "Neither wave says who answered" in said(look(way="people"))


def test_people_hashed_with_another_salt_are_not_matched(
    look: Callable[..., View], twice: Callable[..., Any], store: Store
) -> None:
    """A restored store makes another salt; the page says so and shows no pairs of nobody."""
    from journeykit.survey.privacy.salted import SETTING

    values = [1 + at % 5 for at in range(30)]
    real = store.setting
    turns = iter(["a" * 64] * 2 + ["b" * 64] * 9)
    store.setting = lambda name: next(turns) if name == SETTING else real(name)  # type: ignore[method-assign]
    twice(values, values[::-1], PEOPLE)
    store.setting = real  # type: ignore[method-assign]
    assert "hashed with different salts" in said(look(way="people"))


def test_a_few_who_answered_once_hide_the_pairs(
    look: Callable[..., View], twice: Callable[..., Any]
) -> None:
    """The wave less the pairs would be the answers of two people."""
    values = [1 + at % 5 for at in range(40)]
    twice(values, values[:38][::-1], PEOPLE)
    ((_, _, _, change, *_),) = table(look(way="people"), "analyse-compared")[1:]
    assert change.startswith("not shown") and "fewer than 5" in change
