"""How a page's Python starts: forked from a warm process, or as usual."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from visiting import environment, start_server

from journeykit.serving.forking import Forked, Nursery, available
from journeykit.serving.kernels import OwnPython

needs_fork = pytest.mark.skipif(not available(), reason="pages are forked on Linux only")


@pytest.fixture
def warm() -> Iterator[Nursery]:
    """A nursery of its own."""
    nursery = Nursery()
    yield nursery
    nursery.close()


def fork(warm: Nursery, folder: Path, **env: str) -> Forked:
    """Fork a Python that writes a connection file and waits."""
    argv = ["-f", str(folder / "connection.json")]
    return warm.fork(argv, environment(**env), str(folder))


@needs_fork
def test_a_fork_has_its_own_group_folder_and_environment(warm: Nursery, tmp_path: Path) -> None:
    """A signal to its group reaches nobody else, and it runs where and as it was told."""
    page = fork(warm, tmp_path, JOURNEYKIT_MARK="blue")
    process = psutil.Process(page.pid)
    assert os.getpgid(page.pid) == page.pid != os.getpgid(0)
    assert page.poll() is None
    page.kill()
    assert page.wait(timeout=10) == 0
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@needs_fork
def test_an_ended_fork_leaves_no_zombie(warm: Nursery, tmp_path: Path) -> None:
    """The nursery takes the exit of its children, also while nobody asks it for a page."""
    page = fork(warm, tmp_path)
    process = psutil.Process(page.pid)
    page.terminate()
    psutil.wait_procs([process], timeout=10)
    assert not psutil.pid_exists(page.pid)


@needs_fork
def test_forks_end_with_their_nursery(tmp_path: Path) -> None:
    """When the nursery ends, no page's Python is left."""
    nursery = Nursery()
    process = psutil.Process(fork(nursery, tmp_path).pid)
    nursery.close()
    _gone, alive = psutil.wait_procs([process], timeout=15)
    assert not alive


@needs_fork
def test_the_nursery_has_one_thread() -> None:
    """After everything was imported there is still nothing that a fork would lose."""
    code = (
        "import os, sys; sys.argv = ['']; from journeykit.serving import nursery as n\n"
        "os.environ.update(n.ONE_THREAD)\n"
        "for _ in n.warm_up(n.AT_ONCE): pass\n"
        "for _ in n.warm_up(n.in_time()): pass\n"
        "print(n.threads(), 'pandas' in sys.modules, 'vl_convert' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert ran.stdout.split() == ["1", "True", "False"]


def test_where_fork_is_not_wanted_pages_start_as_usual(
    trial_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``JOURNEYKIT_FORK=0``, macOS and Windows start a Python for each page."""
    monkeypatch.setenv("JOURNEYKIT_FORK", "0")
    assert OwnPython().get_kernel_spec("python3").metadata == {}
    serving = start_server(trial_folder, notebooks=trial_folder / "notebooks")
    with urllib.request.urlopen(serving.link(), timeout=60) as answer:
        assert answer.read()
    children = psutil.Process(serving.pid).children(recursive=True)
    assert children
    assert not [child for child in children if "journeykit.serving.nursery" in child.cmdline()]
    assert serving.stop() == 0


def test_the_one_kernel_is_this_python() -> None:
    """Whatever kernels Jupyter knows of, pages run where the server runs."""
    spec = OwnPython().get_kernel_spec("anything")
    assert spec.argv[0] == sys.executable
    assert json.dumps(OwnPython().get_all_specs()["python3"]["spec"]["language"]) == '"python"'
