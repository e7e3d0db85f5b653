"""How long a page takes to open and to answer its first click, beside stock Voilà and Panel.

    python benchmarks/pages.py [--rounds 5] [--panel PYTHON] [--out out/pages.json]

All servers run on this machine and are opened in turns by the same Chromium, first with an empty
cache, then once more with a warm one. Stock Voilà and Panel show a text field, a button, a pandas
table and an Altair chart; ours the Start page of the finished clothing example, and what a phone
sees: the Join page of its room. CPU is what the server and its kernels used for the two visits,
halved; private memory that of the kernel while its page is open; bytes are what came over
the network, as it came.

Panel is no part of the kit's environment: ``--panel`` names a Python that has panel and altair.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import FLAGS, WAY_OUT, find  # noqa: E402  (the path above comes first)
from visiting import start_server  # noqa: E402

from journeykit import examples  # noqa: E402
from journeykit.store import open_store  # noqa: E402

STOCK = """
import altair as alt, ipywidgets as w, pandas as pd
frame = pd.DataFrame({"a": [1, 2, 3], "b": [2, 1, 3]})
text, button, out = w.Text(description="Name"), w.Button(description="Go"), w.Label("waiting")
button.on_click(lambda _: setattr(out, "value", "answered"))
display(w.VBox([text, button, out]), frame, alt.Chart(frame).mark_line().encode(x="a", y="b"))
"""


PANEL = """
import altair as alt, pandas as pd, panel as pn
pn.extension("vega")
frame = pd.DataFrame({"a": [1, 2, 3], "b": [2, 1, 3]})
text, button = pn.widgets.TextInput(name="Name"), pn.widgets.Button(name="Go")
out = pn.pane.Markdown("waiting")
button.on_click(lambda _: setattr(out, "object", "answered"))
chart = alt.Chart(frame).mark_line().encode(x="a", y="b")
pn.Column(text, button, out, pn.pane.DataFrame(frame), pn.pane.Vega(chart)).servable()
"""


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_stock(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start stock Voilà on a notebook with the widgets that PEERS measured."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(STOCK)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "stock.ipynb")
    return _started([sys.executable, "-m", "voila", "stock.ipynb", "--no-browser"], folder, "")


def start_panel(python: str, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start Panel on the same page, by a Python that has it."""
    (folder / "peer.py").write_text(PANEL)
    return _started([python, "-m", "panel", "serve", "peer.py"], folder, "peer")


def _started(command: list[str], folder: Path, page: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start a server on a free port and wait until it answers, whatever it answers."""
    port = free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*command, f"--port={port}"], cwd=folder, **quiet)
    url = f"http://127.0.0.1:{port}/"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{url}none", timeout=5)
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.1)
    return process, url + page


def family(pid: int) -> list[int]:
    """Return a process and all that came from it."""
    import psutil

    top = psutil.Process(pid)
    return [pid, *(child.pid for child in top.children(recursive=True))]


def cpu(pid: int) -> float:
    """Return the CPU seconds that a server and its kernels have used, the ended ones too."""
    import psutil

    total = 0.0
    for each in family(pid):
        try:
            times = psutil.Process(each).cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def private(pid: int) -> float:
    """Return the private memory of the largest kernel, in MB: others only wait for a visitor."""
    import psutil

    children = psutil.Process(pid).children()
    forked = [each for child in children for each in child.children()]
    sizes = [each.memory_full_info().uss / 1e6 for each in forked or children]
    return max(sizes, default=float("nan"))


def stock_visit(page: Any, link: str) -> None:
    """Open the stock page and click."""
    page.goto(link)
    page.get_by_role("button", name="Go").click()
    page.get_by_text("answered").wait_for()


def our_visit(page: Any, link: str) -> None:
    """Open our page and click."""
    page.goto(link)
    page.wait_for_selector('body[data-jk-ready="true"]', state="attached")
    page.click("#rail-personas")
    page.wait_for_selector("main.page-personas")


def join_visit(page: Any, link: str) -> None:
    """Open the participants' page as somebody who was not here before, and come in."""
    page.add_init_script("localStorage.clear(); sessionStorage.clear()")
    page.goto(link)
    page.wait_for_selector('body[data-jk-ready="true"]', state="attached")
    page.check("#join-agree")
    page.click("#join-go")
    page.get_by_text("You are in").wait_for()


@dataclass
class Peer:
    """One server: where its page is and what a visitor does there."""

    process: int
    link: str
    act: Callable[[Any, str], None]


def visit(browser: Any, peer: Peer) -> dict[str, float]:
    """Measure a visit with an empty cache, and the next one with a warm cache."""
    context = browser.new_context()
    used = cpu(peer.process)
    figures = {}
    for name in ("cold", "warm"):
        page = context.new_page()
        page.set_default_timeout(60_000)
        came = _bytes(context, page)
        begin = time.perf_counter()
        peer.act(page, peer.link)
        figures[name] = time.perf_counter() - begin
        if name == "cold":
            figures["memory_mb"] = private(peer.process)
        figures[f"{name}_bytes"] = sum(came)
        page.close()
        time.sleep(1.5)
    figures["cpu"] = (cpu(peer.process) - used) / 2
    context.close()
    return figures


def _bytes(context: Any, page: Any) -> list[float]:
    """Return a list to which the browser adds the bytes of each answer and message."""
    came: list[float] = []
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))
    protocol.on(
        "Network.webSocketFrameReceived",
        lambda told: came.append(len(told["response"]["payloadData"])),
    )
    return came


def room_of(store: Any, workshop: str) -> str:
    """Open the workshop's room; return its code."""
    from journeykit.edits import Change

    store.append(workshop, Change(collection="info", id="info", fields={"room": "open"}))
    return str(store.room_code(workshop))


def main() -> None:
    """Open all in turns, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--panel", help="a Python that has panel and altair")
    parser.add_argument("--out", type=Path, default=Path("out/pages.json"))
    given = parser.parse_args()
    path = find()
    if path is None:
        raise SystemExit(f"No browser: {WAY_OUT}")
    from playwright.sync_api import sync_playwright

    os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        stock, stock_link = start_stock(Path(place))
        started = [stock]
        ours = start_server(Path(place))
        with open_store(ours.store) as store:
            workshop = examples.load(store, "clothing", once=True)
            code = room_of(store, workshop)
        peers = {"stock Voilà": Peer(stock.pid, stock_link, stock_visit)}
        if given.panel:
            panel, panel_link = start_panel(given.panel, Path(place))
            started.append(panel)
            peers["Panel"] = Peer(panel.pid, panel_link, stock_visit)
        link = ours.link("00_start", workshop=workshop)
        peers["journeykit, Start"] = Peer(ours.pid, link, our_visit)
        join = f"{ours.url}voila/render/join.ipynb?code={code}"
        peers["journeykit, Join"] = Peer(ours.pid, join, join_visit)
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        found: dict[str, list[dict[str, float]]] = {name: [] for name in peers}
        try:
            for _ in range(given.rounds):
                for name, peer in peers.items():
                    found[name].append(visit(browser, peer))
        finally:
            browser.close()
            ours.stop()
            for process in started:
                process.terminate()
                process.wait()
    report(found, given.out)


def report(found: dict[str, list[dict[str, float]]], out: Path) -> None:
    """Print the medians and what they are of the others'; write them as JSON."""
    medians = {
        name: {key: statistics.median(v[key] for v in visits) for key in visits[0]}
        for name, visits in found.items()
    }
    print(f"{'median':20}{'cold':>9}{'warm':>9}{'CPU':>9}{'memory':>11}{'cold bytes':>13}")
    for name, row in medians.items():
        print(
            f"{name:20}{row['cold']:7.2f} s{row['warm']:7.2f} s{row['cpu']:7.2f} s"
            f"{row['memory_mb']:8.0f} MB{row['cold_bytes'] / 1e6:10.2f} MB"
        )
    for reference in ("stock Voilà", "Panel"):
        for name in (name for name in medians if "journeykit" in name and reference in medians):
            cold = medians[name]["cold"] / medians[reference]["cold"]
            warm = medians[name]["warm"] / medians[reference]["warm"]
            print(f"{name}: × {cold:.2f} cold, × {warm:.2f} warm of {reference}")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(medians, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
