"""What a page's process runs: an IPython kernel without history, with a log that is seen.

Started as ``python -m journeykit.serving.kernel -f FILE``. IPython takes the standard
streams for itself; the log goes to the server's own standard error, so that the reference
number that a visitor sees can be found by the person who runs the server.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

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
    # nobody debugs a page; loading debugpy touches every object, which would undo the sharing
    # of memory with the process it was forked from (48 MB a page) and costs 0.4 s
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize([*argv, *SETTINGS])
    # ipywidgets announces itself to the kernel when it is imported; in a forked process that
    # was before there was a kernel
    if widgets := sys.modules.get("ipywidgets"):
        widgets.register_comm_target()
    app.start()


if __name__ == "__main__":
    main(sys.argv[1:])
