"""The same notebooks in JupyterLab: the page in the cell, without the frame."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import urllib.request

import pytest
from visiting import environment, wait_saved

from journeykit import examples, library
from journeykit.store import open_store

pytestmark = pytest.mark.browser


@pytest.fixture
def lab(tmp_path):
    """A JupyterLab on a copy of the notebooks, with the clothing example in its store."""
    folder = tmp_path / "notebooks"
    shutil.copytree(library.folder("notebooks"), folder)
    with open_store(tmp_path / "kit.sqlite") as store:
        examples.load(store, "clothing")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
            "--ServerApp.token=t", f"--ServerApp.root_dir={folder}", "--LabApp.news_url=",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ],
        env=environment(JOURNEYKIT_STORE=str(tmp_path / "kit.sqlite")),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    _wait(url, process)
    yield f"{url}/lab/tree/{{}}?token=t", tmp_path / "kit.sqlite"
    process.terminate()
    process.wait(timeout=30)


def _wait(url, process):
    import time

    for _ in range(600):
        assert process.poll() is None, "JupyterLab did not start"
        try:
            urllib.request.urlopen(f"{url}/api?token=t", timeout=2)
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("JupyterLab did not answer within a minute")


def test_a_student_runs_the_notebook_and_rates(lab, page):
    """Run All shows the page under the prose; a click on it is stored."""
    link, store = lab
    opened = page(1400, 1000)
    opened.goto(link.format("04_emotions.ipynb"))
    opened.wait_for_selector(".jp-Notebook .jp-Cell")
    opened.get_by_text("| Idle").wait_for()
    opened.get_by_text("Run", exact=True).first.click()
    opened.get_by_text("Run All Cells", exact=True).first.click()
    opened.wait_for_selector('body[data-jk-ready="true"]', state="attached")
    assert opened.locator(".jk header.top").count() == 0
    assert opened.locator(".jk.jk-cell .plot").count() == 1
    opened.click("#tab-rate")
    opened.wait_for_selector(".faces")
    face = opened.locator(".faces button").first
    face.click()
    opened.wait_for_selector('.faces button[aria-pressed="true"]')
    wait_saved(opened)
    with open_store(store) as answers:
        id = answers.workshops()[0].id
        assert answers.history(id, limit=1)[0].words == "rated a touchpoint"
