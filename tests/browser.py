"""Finds a Chromium for the tests, or installs one; run by ``make test``.

Looks at ``$JOURNEYKIT_CHROMIUM``, on the path, and among those of Playwright; then tries
Playwright's own download, then the system's package manager. Whatever happens, it ends
well: tests that need a browser skip with the reason when there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: a fresh Chromium that asks nobody for anything and finds no other machine
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)  # fmt: skip
_MANAGERS = {
    "apt-get": ["apt-get", "install", "-y", "chromium"],
    "dnf": ["dnf", "install", "-y", "chromium"],
    "apk": ["apk", "add", "chromium"],
    "pacman": ["pacman", "-S", "--noconfirm", "chromium"],
    "brew": ["brew", "install", "--cask", "chromium"],
}
WAY_OUT = "install Chromium, or name one in JOURNEYKIT_CHROMIUM"


def find() -> str | None:
    """Return the path of a browser that is there, or None."""
    named = os.environ.get("JOURNEYKIT_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _run(command: list[str]) -> None:
    print("No browser on the path, trying:", " ".join(command), flush=True)
    try:
        subprocess.run(command, check=False, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"That did not work: {error}", flush=True)


def install() -> str | None:
    """Try to install a browser; return its path, or None."""
    _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if found := find():
        return found
    manager = next((name for name in _MANAGERS if shutil.which(name)), None)
    allowed = os.name == "nt" or os.geteuid() == 0 or manager == "brew"
    if manager and allowed:
        _run(_MANAGERS[manager])
    return find()


if __name__ == "__main__":
    browser = find() or install()
    print(f"Browser for the tests: {browser or 'none; the tests of pages skip: ' + WAY_OUT}")
