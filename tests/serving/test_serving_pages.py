"""What a visitor meets: pages, their frame, friendly errors, nothing from elsewhere."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from dropping import Network
from visiting import ROOT, Serving, check_accessible, kernels, wait_ready

pytestmark = pytest.mark.browser

SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": "x", "b": 1}, {"a": "y", "b": -2}]},
    "mark": "bar",
    "width": "container",
    "encoding": {
        "x": {"field": "a", "type": "nominal"},
        "y": {"field": "b", "type": "quantitative"},
    },
}


def fetch(url: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Ask once, follow redirects, and return status, headers and body."""
    request = urllib.request.Request(url, method=method, data=b"" if method == "POST" else None)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_a_click_is_answered(trial: Serving, page: Callable[..., Any], witness: Any) -> None:
    """The root leads to Home with its query; the widget mounts and Python answers a click."""
    visit = page()
    visit.goto(trial.link(workshop="w1"))
    wait_ready(visit)
    assert "/voila/render/home.ipynb?key=" in visit.url
    assert visit.evaluate("document.body.dataset.query").endswith("&workshop=w1")
    visit.get_by_role("button").click()
    visit.get_by_role("button", name="2").wait_for()
    assert not visit.locator("#jk-boot").is_visible()
    assert "Not shown by the template" not in visit.content()
    assert witness.errors == []


def test_a_page_needs_little(trial: Serving, page: Callable[..., Any]) -> None:
    """A first visit takes a few small files; Vega comes with the first chart, Voilà's own never."""
    visit = page()
    asked: list[str] = []
    visit.on("request", lambda request: asked.append(request.url))
    visit.goto(trial.link())
    wait_ready(visit)
    scripts = [url for url in asked if url.endswith(".js")]
    assert len(scripts) == 2
    assert not [url for url in asked if "charts-" in url or "/voila/voila" in url]


def test_a_notebook_of_ones_own_works(
    trial: Serving, page: Callable[..., Any], witness: Any
) -> None:
    """Widgets that are no anywidgets are shown by Voilà's own script."""
    visit = page()
    visit.goto(trial.link("own"))
    visit.get_by_role("button", name="Go").click()
    visit.get_by_text("answered").wait_for()
    assert witness.errors == []


def test_a_dropped_network_is_made_up_for(trial: Serving, page: Callable[..., Any]) -> None:
    """What was clicked while there was no network arrives when it is back, without a reload."""
    own = trial.url.split(":")[-1].strip("/")
    network = Network(int(own))
    visit = page()
    visit.goto(trial.link().replace(f":{own}/", f":{network.port}/"))
    wait_ready(visit)
    visit.evaluate("window.same = true")
    network.drop()
    visit.get_by_role("button").click()
    visit.wait_for_timeout(1000)
    assert visit.get_by_role("button").inner_text() == "0"
    network.back()
    visit.get_by_role("button", name="2").wait_for()
    assert visit.evaluate("window.same")
    network.close()


def test_the_frame_stands_before_python_does(trial: Serving, page: Callable[..., Any]) -> None:
    """While Python starts there are the mark, the steps and a status line, in good order."""
    visit = page(java_script_enabled=False)
    visit.goto(trial.link(), wait_until="commit")
    visit.locator("#jk-boot-waiting").wait_for()
    steps = visit.locator(".jk-boot-rail li").all_text_contents()
    assert [step.strip() for step in steps] == [
        "0Start", "1Personas", "2Touchpoints", "3Survey", "4Emotions", "5Improve", "6Measure",
        "7Report",
    ]  # fmt: skip
    assert visit.locator("html").get_attribute("lang") == "en"


def test_a_cell_that_fails_shows_a_friendly_line(trial: Serving, page: Callable[..., Any]) -> None:
    """No traceback and no code reach the visitor, but a way out does."""
    visit = page()
    visit.goto(trial.link("fails"))
    visit.get_by_role("heading", name="This page could not be opened").wait_for()
    assert visit.get_by_role("link", name="Reload").is_visible()
    for secret in ("ZeroDivisionError", "Traceback", "1 / 0"):
        assert secret not in visit.content()
    check_accessible(visit)


def test_a_python_that_dies_shows_a_friendly_line(trial: Serving, page: Callable[..., Any]) -> None:
    """A page whose process ends while it starts says so, instead of waiting for ever."""
    visit = page()
    visit.goto(trial.link("dies"))
    visit.get_by_role("heading", name="This page could not be opened").wait_for()


@pytest.mark.parametrize(
    "path", ["nowhere", "voila/render/other.ipynb", "voila/tree", "voila/files/home.ipynb", "tree"]
)
def test_an_unknown_address_leads_home(trial: Serving, path: str) -> None:
    """There is no listing and no file of the folder; the 404 is a page with a link home."""
    status, _, body = fetch(trial.url + path)
    assert status == 404
    assert "There is no such page" in body.decode()
    assert 'href="/"' in body.decode()


def test_the_folder_cannot_be_left(trial: Serving) -> None:
    """A path that climbs out of the folder finds nothing."""
    for path in ("voila/render/..%2Fkit.sqlite", "assets/journeykit/..%2F..%2Findex.html.j2"):
        assert fetch(trial.url + path)[0] in (403, 404)


def test_scripts_are_sent_packed_and_kept(trial: Serving) -> None:
    """Voilà's scripts are compressed and good for a year; the page says where they are."""
    body = fetch(trial.link())[2].decode()
    start = body.index('<script id="jupyter-config-data"')
    config = json.loads(body[body.index(">", start) + 1 : body.index("</script>", start)])
    address = trial.url.rstrip("/") + config["fullStaticUrl"] + "/voila.js"
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert int(answer.headers["Content-Length"]) == len(answer.read()) < 15_000


def test_pages_may_ask_nobody_else(trial: Serving) -> None:
    """The browser is told to keep everything on this machine."""
    headers = fetch(trial.url + "nowhere")[1]
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_foreign_name_is_refused(trial: Serving) -> None:
    """A web page elsewhere that points its own name at this machine reaches nothing."""
    request = urllib.request.Request(trial.link(), headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)
    assert refused.value.code == 403


def test_a_closed_page_ends_its_python(trial: Serving, page: Callable[..., Any]) -> None:
    """Leaving a page ends the process behind it."""
    others = kernels(trial)
    visit = page()
    visit.goto(trial.link())
    wait_ready(visit)
    its_own = [one for one in kernels(trial) if one not in others]
    assert len(its_own) == 1
    visit.goto("about:blank")
    _gone, alive = psutil.wait_procs(its_own, timeout=20)
    assert not alive


def test_a_visitor_who_leaves_early_leaves_nothing(trial: Serving) -> None:
    """Whoever closes the tab before the page stands leaves no process and no noise behind."""
    others = kernels(trial)
    address = trial.link()
    connection = http.client.HTTPConnection(trial.url.split("/")[2], timeout=30)
    connection.request("GET", "/voila/render/home.ipynb?" + address.partition("?")[2])
    connection.getresponse().read(200)
    connection.close()
    quiet, until = 0.0, time.monotonic() + 40  # without being seen to leave, it would be 60
    while quiet < 4 and time.monotonic() < until:  # longer than a page takes to start
        time.sleep(0.5)
        quiet = 0.0 if [one for one in kernels(trial) if one not in others] else quiet + 0.5
    assert quiet >= 4
    assert "StreamClosedError" not in trial.log.read_text()


def test_a_page_that_comes_back_too_late_opens_again(
    trial: Serving, page: Callable[..., Any]
) -> None:
    """A phone that was put away until its Python had ended shows the page again by itself."""
    visit = page()
    visit.goto(trial.link())
    wait_ready(visit)
    first = visit.evaluate(
        "JSON.parse(document.querySelector('#jupyter-config-data').text).kernelId"
    )
    assert fetch(f"{trial.url}voila/api/shutdown/{first}", "POST")[0] == 204
    with visit.expect_navigation():
        visit.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_ready(visit)
    visit.get_by_role("button").click()
    visit.get_by_role("button", name="2").wait_for()


def test_a_chart_is_drawn_without_the_internet(
    trial: Serving, page: Callable[..., Any], witness: Any
) -> None:
    """The page's own Vega-Lite draws into a node, draws again, and rejects a wrong chart."""
    visit = page()
    visit.goto(trial.link())
    wait_ready(visit)
    script = (ROOT / "journeykit/widgets/js/chart.js").read_text(encoding="utf-8")
    visit.evaluate(
        "async (code) => { window.charts = await import(URL.createObjectURL("
        "new Blob([code], {type: 'text/javascript'}))); }",
        script,
    )
    draw = "(spec) => charts.drawChart(trial, document.querySelector('#chart'), spec)"
    visit.evaluate(draw, SPEC)
    visit.evaluate(draw, SPEC)
    assert visit.locator("#chart svg").count() == 1
    assert visit.locator("#chart svg [aria-roledescription='bar']").count() == 2
    wrong = "(spec) => charts.drawChart(trial, document.querySelector('#chart'), spec).then(" \
            "() => 'drawn', (error) => error.message)"  # fmt: skip
    assert visit.evaluate(wrong, {"mark": "nonsense"}) != "drawn"
    assert not [said for said in witness.errors if "http" in said]


def test_the_template_asks_no_other_machine() -> None:
    """No file that is served names another server."""
    for path in (ROOT / "templates/voila/journeykit").rglob("*"):
        if path.is_file() and path.suffix in (".j2", ".html", ".css", ".js"):
            text = path.read_text(encoding="utf-8")
            assert "http://" not in text, path
            assert "https://" not in text, path


def test_the_own_files_folder_is_whole() -> None:
    """What the template links to is there."""
    static = Path(ROOT / "templates/voila/journeykit/static")
    for name in ("boot/boot.css", "boot/boot.js", "boot/client.js", "journeykit.css", "mark.svg"):
        assert (static / name).is_file(), name
