"""The warm parent of pages: a process that has everything imported and forks on request.

Started by the server as ``python -m journeykit.serving.nursery FD`` with one end of a socket
pair. A request is a line of JSON ``{"argv", "env", "cwd"}``, the answer ``{"pid", "threads",
"warm"}``, with no pid when there is more than the one thread that a fork can take along; ``{}``
only asks. A page's
Python then starts in the time of a fork and shares its libraries' memory with all the others.
The parent starts no thread and opens no socket, event loop or database, since none of these
survive a fork. It ends when the server does, and its children end when it does.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from journeykit.charts.lean import without_grammar
from journeykit.serving.kernel import without_debugger
from journeykit.serving.practice import practice

#: what every page needs: imported before the first one
AT_ONCE = (
    "anywidget", "htpy", "ipykernel.ipkernel", "ipykernel.kernelapp", "ipywidgets",
    "IPython.core.completer", "mistune", "sqlalchemy.dialects.sqlite", "yaml",
    "journeykit.widgets.live", "journeykit.store", "journeykit.widgets.frame",
)  # fmt: skip
#: what a kernel imports by itself when it starts: in each page anew it is 15 MB and 50 ms
AT_ITS_START = (
    "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.logger",
    "IPython.core.oinspect", "IPython.extensions.storemagic", "faulthandler",
    "ipykernel.debugger", "psutil", "tornado.gen", "tornado.locks", "tornado.platform.asyncio",
    "tornado.queues", "zmq.utils.garbage",
)  # fmt: skip
#: what finished pages have loaded beside that: imported while nobody asks for a page
IN_TIME = ("numpy", "pandas", "pyarrow.parquet", "altair", "scipy.stats")
#: the threads of OpenBLAS (NumPy) and of jemalloc (Arrow) would not survive a fork
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
#: never here: parts that pages do not use, or the one page of the report alone
NOT_OURS = ("journeykit.cli", "journeykit.serving", "journeykit.report", "journeykit.__main__")


def warm_up(names: Iterable[str]) -> Iterator[str]:
    """Import modules one by one, and set each apart from what a page makes itself."""
    for name in names:
        # what cannot be imported is told to whoever opens the page that needs it
        with suppress(Exception):
            import_module(name)
        gc.collect()
        gc.freeze()
        yield name


def in_time() -> Iterator[str]:
    """Name what can wait: the large libraries, then every part of ours that pages use."""
    import journeykit

    yield from IN_TIME
    for path in Path(journeykit.__file__).parent.rglob("*.py"):
        parts = path.relative_to(Path(journeykit.__file__).parents[1]).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        if "_files" not in parts and not name.startswith(NOT_OURS):
            yield name


def threads() -> int:
    """How many threads this process has; a fork is safe with one."""
    return len(os.listdir("/proc/self/task"))


def serve(control: socket.socket) -> None:
    """Answer requests until the server closes its end."""
    # a byte arrives here whenever a child has ended, so that none stays a zombie
    ended, notice = os.pipe()
    os.set_blocking(notice, False)
    signal.set_wakeup_fd(notice)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    stream = control.makefile("rw", encoding="utf-8")
    rest: Iterator[str] | None = chain(warm_up(in_time()), practice())
    while True:
        # while there is something to import, look for a request without waiting for one
        readable, _, _ = select.select([control.fileno(), ended], [], [], 0 if rest else None)
        if not readable and rest and next(rest, None) is None:
            rest = None
        if ended in readable:
            os.read(ended, 512)
            _reap()
        if control.fileno() in readable:
            line = stream.readline()
            if not line:
                return
            request, count = json.loads(line), threads()
            forks = bool(request) and count == 1
            pid = _fork(request, (control.fileno(), ended, notice)) if forks else None
            stream.write(json.dumps({"pid": pid, "threads": count, "warm": rest is None}) + "\n")
            stream.flush()


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _fork(request: dict[str, Any], not_for_it: tuple[int, ...]) -> int:
    """Fork a page's Python; return when it leads a process group of its own."""
    leads, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            os.close(tell)
            _become_a_page(request, not_for_it)
        finally:
            os._exit(1)
    os.close(tell)
    os.read(leads, 1)  # ends when the child has closed its end
    os.close(leads)
    return pid


def _become_a_page(request: dict[str, Any], not_for_it: tuple[int, ...]) -> None:
    import atexit
    import random

    from journeykit.serving.kernel import main

    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for descriptor in not_for_it:
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"] or "/")
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    main(request["argv"], parent=os.getppid())
    atexit._run_exitfuncs()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    os.environ.update(ONE_THREAD)
    without_debugger()
    without_grammar()
    for _ in warm_up((*AT_ONCE, *AT_ITS_START)):
        pass
    serve(socket.socket(fileno=int(sys.argv[1])))
