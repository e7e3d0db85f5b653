"""The whole road of the clothing example: findings, owned actions, a second wave, every file.

The example is taken without its actions, KPIs and answers; everything from there on is done by
the pages and the importers, as a team does it half a year apart.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from headless import do, html, said

from journeykit import examples, report
from journeykit.attach import attach
from journeykit.exchange import encode, export, load, readable, writable
from journeykit.exchange.voices import unnamed
from journeykit.library.proposing import proposals
from journeykit.measuring import effects, signals
from journeykit.model import COLLECTIONS, Workshop
from journeykit.report import Report
from journeykit.store import Store, open_store
from journeykit.widgets import open_view
from journeykit.widgets.view import View

FOLDER = examples.folder("clothing")
RECIPE = (FOLDER / "recipe.yaml").read_text(encoding="utf-8")
KEPT = ("info", "personas", "journeys", "stages", "touchpoints", "paths", "notes", "findings",
        "participants", "activities", "votes", "ratings")  # fmt: skip
#: finding -> who acts on it, on which touchpoint, and what the room thinks of it
DECIDED = {
    "pain-landing": ("Lea Novak", "search", {"reach": 212, "impact": 3, "confidence": 0.8,
                                             "effort": 2}),
    "delight-chat": ("Rosa Silva", "chat", {"reach": 46, "impact": 2, "confidence": 0.8,
                                            "effort": 1}),
    "pain-slot": ("Omar Aziz", "delivery", {"reach": 171, "impact": 1, "confidence": 0.5,
                                            "effort": 4}),
}  # fmt: skip


def before() -> Workshop:
    """The map and the findings of the example, with no source, action or KPI."""
    whole, _ = load(FOLDER / "workshop.json")
    made: dict[str, Any] = {}
    for name in COLLECTIONS:
        made[name] = {}
        for id, entity in whole.entities(name).items() if name in KEPT else ():
            bare: dict[str, Any] = {
                field: () if isinstance(getattr(entity, field), tuple) else None
                for field, target in entity.cites.items()
                if target == "sources"
            }
            if hasattr(entity, "evidence"):
                bare["evidence"] = {}
            made[name][id] = entity.model_copy(update=bare)
    return whole.model_copy(update={**made, "id": "road"})


def wave(store: Store, file: str, day: str, name: str) -> str:
    return attach(store, "road", FOLDER / file, RECIPE, collected=day, wave=name)


def by_finding(workshop: Workshop) -> dict[str, Any]:
    return {id: a for a in workshop.actions.values() for id in a.findings if id in DECIDED}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(str(tmp_path_factory.mktemp("road") / "kit.sqlite")) as opened:
        opened.create(before())
        yield opened


@pytest.fixture(scope="module")
def decided(store: Store) -> tuple[Workshop, dict[str, str]]:
    """First wave, findings to actions with owners, days and numbers; what the pages then show."""
    wave(store, "survey-before.csv", "2026-04-13", "Spring 2026")
    improve = open_view("improve", store, "road", view="findings")
    for finding in DECIDED:
        workshop = improve.workshop
        offer = proposals(workshop, workshop.findings[finding])[0]
        do(improve, "propose", id=finding, key=offer.key, act=True)
    for finding, (owner, _, numbers) in DECIDED.items():
        id = by_finding(improve.workshop)[finding].id
        for field, value in {"owner": owner, "due": "2026-07-31", **numbers}.items():
            do(improve, "set", id=id, field=field, value=str(value))
    shown = {name: html(page(store, "improve", view=name)) for name in ("priorities", "roadmap")}
    return improve.workshop, shown


@pytest.fixture(scope="module")
def acted(store: Store, decided: Any) -> Workshop:
    """KPIs from the answers, linked to the actions; these begin and are done."""
    measure = open_view("measure", store, "road", view="kpis")
    for finding, (_, touchpoint, _) in DECIDED.items():
        signal = next(s for s in signals(store, measure.workshop)
                      if (s.kind, s.touchpoint) == ("csat", touchpoint))  # fmt: skip
        known = set(measure.workshop.kpis)
        do(measure, "make_kpi", key=signal.key)
        (kpi,) = set(measure.workshop.kpis) - known
        id = by_finding(measure.workshop)[finding].id
        for field, value in {"kpi": kpi, "started": "2026-05-01", "finished": "2026-07-31",
                             "expected_change": "15"}.items():  # fmt: skip
            do(measure, "acted", id=id, field=field, value=value)
        do(page(store, "improve"), "set", id=id, field="status", value="done")
    return page(store, "measure").workshop


@pytest.fixture(scope="module")
def measured(store: Store, acted: Workshop) -> Workshop:
    """Half a year later: the second wave, taken up by every KPI that follows a question."""
    wave(store, "survey.csv", "2026-10-18", "Autumn 2026")
    measure = open_view("measure", store, "road", view="kpis")
    do(measure, "refresh")
    return measure.workshop


def page(store: Store, name: str, **at: str) -> View:
    return open_view(name, store, "road", **at)


def test_findings_became_prioritized_owned_actions(decided: Any, acted: Workshop) -> None:
    """Each has an owner, a day and a KPI; RICE puts them in the order of its numbers."""
    workshop, shown = decided
    mine = by_finding(workshop)
    assert set(mine) == set(DECIDED)
    assert all(a.owner and a.due and a.findings for a in mine.values())
    assert all(a.kpi and a.status == "done" for a in by_finding(acted).values())
    ranked = re.search(r"<table.*?</table>", shown["priorities"], re.DOTALL)[0]
    # reach × impact × confidence ÷ effort × how deep customers feel there
    places = [ranked.index(mine[id].title) for id in ("pain-landing", "delight-chat", "pain-slot")]
    assert places == sorted(places)
    for figure in ("280.0", "84.4", "21.4"):
        assert figure in ranked
    assert all(owner in shown["roadmap"] for owner, _, _ in DECIDED.values())


def test_the_second_wave_shows_which_actions_worked(store: Store, measured: Workshop) -> None:
    """The landing page and the chat are better for certain, the delivery is not."""
    found = {each.action.id: each for each in effects(store, measured)}
    verdicts = {id: found[action.id] for id, action in by_finding(measured).items()}
    assert verdicts["pain-landing"].verdict == verdicts["delight-chat"].verdict == "better"
    assert verdicts["pain-slot"].verdict == "unsure"
    landing = verdicts["pain-landing"]
    assert (round(landing.before.value, 1), landing.before.n) == (23.8, 164)
    assert (round(landing.after.value, 1), landing.after.n) == (54.2, 212)
    assert landing.effect.low > 0
    shown = said(page(store, "measure", view="effects"))
    assert "Of 3 actions: 2 surely better; 1 cannot tell" in shown
    assert "No comparison group: other things changed too" in shown
    for action in by_finding(measured).values():
        assert action.title in shown


def curve(store: Store, workshop: Workshop) -> Any:
    return lambda: Report(store, workshop).points


@pytest.mark.parametrize("suffix", sorted(f.suffix for f in writable()))
def test_every_file_is_written(
    store: Store, measured: Workshop, tmp_path: Path, suffix: str
) -> None:
    """Poster, slides, spreadsheet and all that others take over hold the new actions."""
    export(measured, tmp_path / f"w{suffix}", curve(store, measured))
    data = (tmp_path / f"w{suffix}").read_bytes()
    assert len(data) > 100
    if suffix in (".jira.csv", ".trello.csv", ".asana.csv", ".pptx", ".xlsx", ".zip", ".json"):
        text = data.decode("utf-8", "replace")
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                text = " ".join(
                    packed.read(n).decode("utf-8", "replace") for n in packed.namelist()
                )
        for action in by_finding(measured).values():
            assert action.title in text
            assert action.owner in text


@pytest.mark.parametrize("suffix", [*sorted(f.suffix for f in readable()), ""])
def test_every_readable_file_is_read_back(measured: Workshop, tmp_path: Path, suffix: str) -> None:
    """Whole where the format is whole; the map with its stages and touchpoints everywhere."""
    export(measured, tmp_path / f"w{suffix}")
    back, _ = load(tmp_path / f"w{suffix}")
    if suffix in (".json", ".zip", ".xlsx", ""):
        told, _ = unnamed(measured)
        assert back.model_copy(update={"id": told.id}) == told
    stages, points = (
        [[each.name for each in found] for found in (w.stages_of(j.id), w.touchpoints_of(j.id))]
        for w in (measured, back)
        for j in [w.current_journey()]
    )
    assert stages == points


def test_what_was_read_back_can_be_worked_on(measured: Workshop, tmp_path: Path) -> None:
    """The workbook goes into an empty store and its pages open there."""
    (tmp_path / "w.xlsx").write_bytes(encode(measured, ".xlsx")[0])
    back, _ = load(tmp_path / "w.xlsx")
    with open_store(str(tmp_path / "other.sqlite")) as other:
        other.create(back)
        for name in ("touchpoints", "improve", "measure", "report"):
            assert len(said(open_view(name, other, back.id))) > 100
        actions = html(open_view("improve", other, back.id, view="actions"))
        assert "Lea Novak" in actions


def test_the_report_tells_the_whole_road(store: Store, measured: Workshop, tmp_path: Path) -> None:
    """HTML, PDF and notebook: findings, owners, and what the second wave says of each action."""
    made = report.make(store, "road")
    text = re.sub(r"\s+", " ", made.html)
    for action in by_finding(measured).values():
        assert action.title in text
        assert action.owner in text
    told = text[text.index(">Before and after<") :]
    assert "surely better" in told and "cannot tell" in told
    assert "Autumn 2026" in text
    # who rated and voted stays in the room
    ids = "|".join(map(re.escape, measured.participants))
    assert not re.search(rf"\b({ids})\b", made.html + made.notebook)
    assert made.pdf.startswith(b"%PDF")
    assert '"cells"' in made.notebook
