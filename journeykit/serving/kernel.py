"""What a page's process runs: an IPython kernel without history, with a log that is seen.

Started as ``python -m journeykit.serving.kernel -f FILE``. IPython takes the standard
streams for itself; the log goes to the server's own standard error, so that the reference
number that a visitor sees can be found by the person who runs the server.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import Any, ClassVar

SETTINGS = (
    "--HistoryManager.enabled=False",
    "--IPKernelApp.log_level=40",
    "--InteractiveShell.cache_size=0",
)


def main(argv: Sequence[str]) -> None:
    """Run a kernel until it is told to stop."""
    logging.basicConfig(
        stream=sys.__stderr__,
        level=logging.WARNING,
        format="%(asctime)s page %(process)d: %(message)s",
        datefmt="%H:%M:%S",
    )
    # a page that is being closed still talks of widgets that are gone: nothing to tell
    logging.getLogger("Comm").setLevel(logging.ERROR)
    without_debugger()
    from ipykernel.kernelapp import IPKernelApp

    _look_at_no_module()
    app = IPKernelApp.instance()
    app.initialize([*argv, *SETTINGS])
    # ipywidgets announces itself to the kernel when it is imported; in a forked process that
    # was before there was a kernel
    if widgets := sys.modules.get("ipywidgets"):
        widgets.register_comm_target()
    app.start()


def without_debugger() -> None:
    """Keep debugpy from being loaded: nobody debugs a page.

    Loading it touches every object, which would undo the sharing of memory with the process
    that a page was forked from (48 MB a page), and costs 0.4 s.
    """
    sys.modules["debugpy"] = None  # type: ignore[assignment]


def _look_at_no_module() -> None:
    """Keep the kernel from asking each loaded module for its file.

    It does so for its debugger. Each question would touch a page of the memory that is shared
    with the process this one was forked from, and a touched page is a copied one: 11 MB.
    """
    from ipykernel import ipkernel

    class WithoutModules:
        modules: ClassVar[dict[str, Any]] = {}

        def __getattr__(self, name: str) -> Any:
            return getattr(sys, name)

    ipkernel.sys = WithoutModules()  # type: ignore[assignment]


if __name__ == "__main__":
    main(sys.argv[1:])
