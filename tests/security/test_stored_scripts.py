"""No text that somebody stored runs anywhere: on no page, in no file that leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import living
import mistune
import pytest
from payloads import PAYLOADS

from journeykit import examples, exchange, report
from journeykit.model import COLLECTIONS, Workshop
from journeykit.store import Store, open_store
from journeykit.widgets.frame import PAGES, Frame
from journeykit.widgets.pages.emotions.view import VIEWS as EMOTIONS
from journeykit.widgets.pages.improve.view import TABS as IMPROVE
from journeykit.widgets.pages.measure.view import TABS as MEASURE
from journeykit.widgets.pages.touchpoints.view import VIEWS as TOUCHPOINTS

VIEWS = {
    "touchpoints": TOUCHPOINTS, "emotions": EMOTIONS, "improve": IMPROVE, "measure": MEASURE,
    "survey": ("connect", "questions", "analyse", "comments", "behavior", "numbers"),
    "room": ("agenda", "people", "results"),
}  # fmt: skip
ROUNDS = (0, 61)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the finished example, poisoned in several ways."""
    with open_store(tmp_path_factory.mktemp("poison") / "kit.sqlite") as opened:
        clean = opened.open(examples.load(opened, "clothing"))[0]
        for begin in ROUNDS:
            bad = living.poisoned(clean, PAYLOADS, begin)
            opened.create(bad.model_copy(update={"id": f"poison{begin}"}), author=PAYLOADS[begin])
        yield opened


@pytest.fixture(params=ROUNDS)
def workshop(store: Store, request: pytest.FixtureRequest) -> Workshop:
    """One of the poisoned workshops."""
    return store.open(f"poison{request.param}")[0]


def test_the_corpus_is_large_and_reaches_every_collection(workshop: Workshop) -> None:
    """There are more than a hundred payloads, each once, and they stand in the texts."""
    assert len(set(PAYLOADS)) == len(PAYLOADS) > 140
    whole = workshop.model_dump_json()
    assert whole.count("hit(") > 300
    for name in ("personas", "stages", "touchpoints", "notes", "findings", "actions", "kpis"):
        told = [one.model_dump_json() for one in workshop.entities(name).values()]
        assert told, name
        assert all("hit(" in one for one in told), name
    assert set(COLLECTIONS) >= {"answers", "participants"}


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=hit(1)>", "<a href=' java\tscript:hit(1)'>x</a>", "<svg onload=x>"]
)
def test_the_reader_sees_what_is_alive(text: str) -> None:
    """A page without escaping would be found out."""
    assert living.living_html(f"<p>{text}</p>")
    assert not living.living_html(f"<p>{text.replace('<', '&lt;')}</p>")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_runs_what_was_stored(store: Store, workshop: Workshop, page: str) -> None:
    """Every page, in each of its parts, shows the payloads as text."""
    for view in ("", *VIEWS.get(page, ())):
        frame = Frame(store, page, {"workshop": workshop.id, "view": view})
        frame.call("@hello", {"visitor": "v<script>", "name": PAYLOADS[10]})
        html = frame.html(framed=True)
        assert not living.living_html(html), f"{page} {view}"
        assert "hit(" in html or page in ("join", "wall")


@pytest.mark.parametrize("suffix", [".svg", ".cjml", ".md", ".mmd", ".txt"])
def test_no_file_runs_what_was_stored(workshop: Workshop, suffix: str) -> None:
    """Files that a browser or a viewer draws hold the payloads as text."""
    data, _ = exchange.encode(workshop, suffix)
    if suffix in (".svg", ".cjml"):
        assert not living.living_xml(data)
    if suffix == ".svg":
        assert not living.living_html(data.decode())
    if suffix == ".md":
        drawn: Callable[[str], Any] = mistune.create_markdown(escape=False)
        assert not living.living_html(str(drawn(data.decode())))
    assert data


def test_the_report_runs_nothing(store: Store, tmp_path: Path, workshop: Workshop) -> None:
    """The report is one file that people open from their disk; it holds text only."""
    report.write(store, workshop.id, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "hit(" in text
    assert not living.living_html(text)
