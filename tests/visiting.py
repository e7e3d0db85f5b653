"""What tests of real pages do: start a server, wait for a page, look at its accessibility.

Import from here (``from visiting import wait_ready``); the fixtures are in ``conftest.py``.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
START_WITHIN = 90
#: how long a page may take before a test gives up on it, in milliseconds
PATIENCE = 45_000
_HERE = {"127.0.0.1", "localhost", "[::1]", ""}


@dataclass
class Serving:
    """A running server: its links, its store, its process and what it has said."""

    url: str
    facilitator_url: str
    pid: int
    store: Path
    ready_file: Path
    process: subprocess.Popen[bytes]
    log: Path

    def link(self, notebook: str = "", **query: str) -> str:
        """Return the facilitator's address of a notebook's page, or of Home."""
        key = self.facilitator_url.partition("key=")[2]
        path = f"voila/render/{notebook}.ipynb" if notebook else ""
        return f"{self.url}{path}?{urlencode({'key': key, **query})}"

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask the server to stop, wait until it has, and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


_SERVE_FOLDER = """
import sys
from pathlib import Path
from journeykit.serving import serve
store, ready, notebooks = sys.argv[1:4]
serve(port=0, open_browser=False, ready_file=Path(ready), store=store, notebooks=Path(notebooks))
"""


def start_server(
    folder: Path,
    *options: str,
    store: Path | None = None,
    notebooks: Path | None = None,
    ready: int | None = None,
) -> Serving:
    """Start ``journeykit serve`` on a free port and wait until its pages answer.

    ``notebooks`` serves another folder than the kit's own; ``ready`` kernels wait for visitors,
    0 where a test counts those of open pages.
    """
    store = store or folder / "kit.sqlite"
    links_at, log = folder / "ready.json", folder / "server.log"
    command = [
        sys.executable, "-m", "journeykit", "serve", "--port", "0", "--no-open",
        "--ready-file", str(links_at), "--store", str(store), *options,
    ]  # fmt: skip
    if notebooks:
        command = [sys.executable, "-c", _SERVE_FOLDER, str(store), str(links_at), str(notebooks)]
    with log.open("wb") as out:
        told = environment() if ready is None else environment(JOURNEYKIT_READY=str(ready))
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder, env=told)
    deadline = time.monotonic() + START_WITHIN
    while not links_at.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise AssertionError(f"the server did not start:\n{log.read_text()}")
        time.sleep(0.1)
    links = json.loads(links_at.read_text())
    return Serving(**links, store=store, ready_file=links_at, process=process, log=log)


def kernels(serving: Serving) -> list[Any]:
    """The Python processes behind open pages, forked or started."""
    import psutil

    found = []
    for child in psutil.Process(serving.pid).children(recursive=True):
        with suppress(psutil.Error):
            forked = child.ppid() != serving.pid
            started = "journeykit.serving.kernel" in child.cmdline()
            if child.status() != psutil.STATUS_ZOMBIE and (forked or started):
                found.append(child)
    return found


def stays_here(url: str) -> bool:
    """Whether an address asks no other machine."""
    parts = urlsplit(url)
    if parts.scheme in ("data", "blob", "about", "file"):
        return True
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    return (host or "") in _HERE


def wait_ready(page: Any) -> None:
    """Wait until the page's widgets answer."""
    page.wait_for_selector('body[data-jk-ready="true"]', state="attached")


def wait_saved(page: Any) -> None:
    """Wait until nothing that was done on the page waits to be stored."""
    page.wait_for_selector('body[data-jk-saved="true"]', state="attached")


def check_accessible(page: Any, *, within: str | None = None) -> None:
    """Fail on what axe-core calls serious or critical; each line names rule and element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=within).response["violations"]
    grave = [
        f"{rule['id']} ({rule['impact']}): {node['target'][0]}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
    assert not grave, "\n".join(grave)


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment with changes, for commands that tests start."""
    return {**os.environ, "PYTHONIOENCODING": "utf-8", **changes}
