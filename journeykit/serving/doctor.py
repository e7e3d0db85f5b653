"""What is installed, whether it works, and how many people this machine can hold."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from journeykit.errors import JourneykitError
from journeykit.serving.address import lan_address
from journeykit.serving.capacity import PAGE_MB, capacity

PACKAGES = (
    "journeykit", "voila", "jupyter-server", "ipywidgets", "anywidget", "jupyterlab", "pydantic",
    "sqlalchemy", "pandas", "altair", "typst",
)  # fmt: skip
PORT = 8866
#: what a page's Python has loaded once it stands
_PAGE = "import os, journeykit\npage = journeykit.page('home')"


def examine(store: str | None = None) -> dict[str, Any]:
    """Look at everything; a page is started and stopped again to measure its memory."""
    found: dict[str, Any] = {
        "versions": {"python": platform.python_version(), **{n: _version(n) for n in PACKAGES}},
        "store": _store(store),
        "port": {"number": PORT, "free": _free(PORT)},
        "lan": lan_address(),
        "people": _people(store),
    }
    found["problems"] = _problems(found)
    return found


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _store(url: str | None) -> dict[str, Any]:
    from journeykit.store import open_store

    try:
        with open_store(url) as store:
            count = len(store.workshops()) + len(store.workshops(archived=True))
            return {"ok": True, "where": store.where, "workshops": count, "error": None}
    except JourneykitError as error:
        return {"ok": False, "where": None, "workshops": 0, "error": str(error)}


def _free(port: int) -> bool:
    from tornado.netutil import bind_sockets

    try:
        sockets = bind_sockets(port, address="127.0.0.1")
    except OSError:
        return False
    for one in sockets:
        one.close()
    return True


def _people(store: str | None) -> dict[str, Any]:
    page = page_megabytes(store)
    found = capacity(page_mb=page or PAGE_MB)
    return {
        "available_mb": round(found.available_mb),
        "page_mb": round(page) if page else None,
        "fit": found.people if page else None,
        "by_memory": found.by_memory,
        "by_cores": found.by_cores,
        "how": f"measured on one page: memory for {found.by_memory}, processor for {found.by_cores}"
        if page
        else "no page could be started",
    }


def page_megabytes(store: str | None = None) -> float | None:
    """Return the memory of one open page's Python in megabytes; None when none starts.

    What it shares with the other pages' Pythons is not counted.
    """
    import psutil
    from jupyter_client.manager import KernelManager

    from journeykit.serving.forking import close_nursery
    from journeykit.serving.kernels import OwnPython

    environment = {**os.environ, **({"JOURNEYKIT_STORE": store} if store else {})}
    manager = KernelManager(kernel_spec_manager=OwnPython())
    manager.start_kernel(env=environment)
    client = manager.blocking_client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive(
            _PAGE, timeout=60, store_history=False, user_expressions={"pid": "os.getpid()"}
        )
        if reply["content"]["status"] != "ok":
            return None
        pid = int(reply["content"]["user_expressions"]["pid"]["data"]["text/plain"])
        memory = psutil.Process(pid).memory_full_info()
        return float(memory.uss) / 2**20
    except (RuntimeError, TimeoutError, psutil.Error):
        return None
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        close_nursery()


def _problems(found: dict[str, Any]) -> list[str]:
    missing = [name for name, there in found["versions"].items() if not there]
    problems = []
    if missing:
        problems.append(f"Not installed: {', '.join(missing)}; run 'pip install journeykit'.")
    if not found["store"]["ok"]:
        problems.append(f"The store cannot be opened: {found['store']['error']}")
    if not found["port"]["free"]:
        problems.append(f"Port {PORT} is busy: use 'journeykit serve --port {PORT + 1}'.")
    if found["people"]["page_mb"] is None:
        problems.append("A page's Python did not start; pages will not open.")
    return problems
