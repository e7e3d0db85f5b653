"""The report's charts and what it is made with: its own drawings, its own kernel."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from journeykit import examples
from journeykit.model import Kpi, Measurement, Workshop
from journeykit.report import make
from journeykit.report.bars import bars
from journeykit.report.figures import kpi_charts
from journeykit.report.timeline import timeline
from journeykit.store import open_store

COUNTS = [
    {"text": "Checkout", "value": value, "n": n}
    for value, n in ((1, 50), (2, 20), (3, 10), (4, 19), (5, 1))
] + [{"text": "Delivery & <return>", "value": 5, "n": 8}]
SPRING, SUMMER, AUTUMN = date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)


def shapes(svg: str, tag: str) -> list[ElementTree.Element]:
    """The elements of a picture with this tag, which also shows that it is sound XML."""
    return [each for each in ElementTree.fromstring(svg).iter() if each.tag == tag]


def written(svg: str) -> list[str]:
    """The words of a picture."""
    return [each.text or "" for each in shapes(svg, "text")]


def measured(day: date, value: float, **more: object) -> Measurement:
    """A value of the KPI ``k``."""
    return Measurement.model_validate({"kpi": "k", "day": day, "value": value, **more})


# -- all answers


def test_a_bar_is_as_wide_as_the_share_of_its_answer() -> None:
    """Half of the answers take half of the bar; who answered how often stands inside, n beside."""
    svg = bars(COUNTS)
    fills = [each for each in shapes(svg, "rect") if float(each.get("height", "0")) > 20]
    wide = [float(each.get("width", "0")) for each in fills if "url" not in each.get("fill", "")]
    assert wide[0] / sum(wide[:5]) == pytest.approx(0.5, abs=0.002)
    assert {"50", "20", "10", "19", "n 100", "n 8", "Delivery & <return>"} <= set(written(svg))
    assert "1" not in written(svg)[5:]  # 1 % is too narrow for its count


def test_answers_below_the_middle_can_be_told_without_color() -> None:
    """1 and 2 of 5 are striped, in the bar and in the legend; 3 to 5 are not."""
    striped = [each for each in shapes(bars(COUNTS), "rect") if each.get("fill") == "url(#below)"]
    assert len(striped) == 2 + 2


# -- a KPI over time


def test_a_kpi_shows_its_values_intervals_target_and_days() -> None:
    """Two values are two dots on one line, an interval is a line through its dot."""
    svg = timeline(
        Kpi(id="k", name="Conversion", unit="%", target=55),
        [measured(SPRING, 42, low=40, high=44), measured(AUTUMN, 50)],
    )
    assert len(shapes(svg, "circle")) == 2
    assert {"Conversion, %", "target 55", "1 Apr 2026", "1 Oct 2026"} <= set(written(svg))
    low, high = (float(each.get("cy", "0")) for each in shapes(svg, "circle"))
    assert low > high  # the larger value stands higher
    assert shapes(svg, "path")[-2].get("stroke-opacity") == ".6"


def test_a_comparison_group_is_a_line_of_its_own_with_its_name() -> None:
    """It is dashed and hollow, and its values are in neither the line nor the words of the rest."""
    kpi = Kpi(id="k", name="Visits that leave")
    values = [measured(SPRING, 61), measured(AUTUMN, 44), measured(SUMMER, 60, group="partners")]
    svg = timeline(kpi, values)
    assert "partners" in written(svg)
    assert [each.get("fill") for each in shapes(svg, "circle")].count("#fff") == 1
    workshop = Workshop(id="w", kpis={"k": kpi}, measurements={v.id: v for v in values})
    assert "61 on 2026-04-01, 44 on 2026-10-01 (2 values)" in str(kpi_charts(workshop))


def test_values_of_one_day_and_all_alike_are_drawn() -> None:
    """Nothing is divided by a span of zero, and a name of any length stays in the picture."""
    kpi = Kpi(id="k", name="A name " * 20, target=0)
    svg = timeline(kpi, [measured(SPRING, 0), measured(SPRING, 0)])
    assert "nan" not in svg
    assert max(map(len, written(svg))) <= 52


# -- what it is made with


def test_a_report_is_made_without_a_charting_library(tmp_path: Path) -> None:
    """Altair alone would take as long as everything else in the report's kernel."""
    url = tmp_path / "kit.sqlite"
    with open_store(url) as store:
        id = examples.load(store, "clothing")
    code = (
        "import sys\nfrom journeykit.report import open_report\n"
        f"report = open_report({id!r}, {str(url)!r})\n"
        "for name in ('summary', 'map', 'scores', 'kpis', 'effects', 'quality'):\n"
        "    getattr(report, name)()\n"
        "print(*{'altair', 'vl_convert', 'ipywidgets', 'typst', 'jsonschema'} & {*sys.modules})"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_another_python_of_that_name_does_not_make_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person's Jupyter may call a Python ``python3`` that has no journeykit, or is gone."""
    foreign = tmp_path / "kernels" / "python3"
    foreign.mkdir(parents=True)
    gone = {"argv": [str(tmp_path / "gone")], "display_name": "Gone", "language": "python"}
    (foreign / "kernel.json").write_text(json.dumps(gone))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    with open_store(tmp_path / "kit.sqlite") as store:
        id = store.create(Workshop.new("A guess"))
        made = make(store, id, forms=[".html"])
    assert re.search(r"<h1>A guess</h1>", made.html)
