"""How long a page takes to open and to answer its first click, beside stock Voilà.

    python benchmarks/pages.py [--rounds 5] [--out out/pages.json]

Both servers run on this machine and are opened in turns by the same Chromium, each time with an
empty cache. Stock Voilà shows a text field, a button, a pandas table and an Altair chart; ours
the Start page of the finished clothing example. CPU is what the server and its kernels used for
a visit, private memory that of the newest kernel while its page is open.
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
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "voila", "stock.ipynb", "--no-browser", f"--port={port}"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{url}static/voila.js", timeout=1)
        except urllib.error.HTTPError:
            break  # it answers
        except OSError:
            time.sleep(0.1)
        else:
            break
    return process, url


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
    """Return the private memory of the newest kernel, in MB."""
    import psutil

    kernels = [psutil.Process(p) for p in family(pid)[1:]]
    newest = max(kernels, key=lambda process: process.create_time(), default=None)
    return newest.memory_full_info().uss / 1e6 if newest else float("nan")


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


def visit(browser: Any, link: str, pid: int, act: Callable[[Any, str], None]) -> dict[str, float]:
    """Measure one visit with an empty cache."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(60_000)
    used, begin = cpu(pid), time.perf_counter()
    act(page, link)
    seconds = time.perf_counter() - begin
    figures = {"seconds": seconds, "cpu": cpu(pid) - used, "memory_mb": private(pid)}
    context.close()
    time.sleep(1.5)
    return figures


def main() -> None:
    """Open both in turns, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("out/pages.json"))
    given = parser.parse_args()
    path = find()
    if path is None:
        raise SystemExit(f"No browser: {WAY_OUT}")
    from playwright.sync_api import sync_playwright

    os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        stock, stock_link = start_stock(Path(place))
        ours = start_server(Path(place))
        with open_store(ours.store) as store:
            workshop = examples.load(store, "clothing", once=True)
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        link = ours.link("00_start", workshop=workshop)
        found: dict[str, list[dict[str, float]]] = {"stock Voilà": [], "journeykit": []}
        try:
            for _ in range(given.rounds):
                found["stock Voilà"].append(visit(browser, stock_link, stock.pid, stock_visit))
                found["journeykit"].append(visit(browser, link, ours.pid, our_visit))
        finally:
            browser.close()
            ours.stop()
            stock.terminate()
            stock.wait()
    report(found, given.out)


def report(found: dict[str, list[dict[str, float]]], out: Path) -> None:
    """Print the medians and what they are of stock Voilà's; write them as JSON."""
    medians = {
        name: {key: statistics.median(v[key] for v in visits) for key in visits[0]}
        for name, visits in found.items()
    }
    head = f"median of {len(found['journeykit'])}"
    print(f"{head:18}{'open+click':>12}{'CPU':>10}{'memory':>12}")
    reference = medians["stock Voilà"]
    for name, row in medians.items():
        print(
            f"{name:18}{row['seconds']:10.2f} s{row['cpu']:8.2f} s{row['memory_mb']:9.0f} MB"
            f"   × {row['seconds'] / reference['seconds']:.2f}"
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(medians, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
