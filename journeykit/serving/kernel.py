"""What a page's process runs: an IPython kernel without what only a person at a console needs.

Started as ``python -m journeykit.serving.kernel -f FILE``. IPython takes the standard
streams for itself; the log goes to the server's own standard error, so that the reference
number that a visitor sees can be found by the person who runs the server.

A forked page shares its memory with the process it came from until it touches an object: then
the 4 kB around it are copied. So what is left out here is not what takes long but what looks at
many objects, and each of the parts says what it saves, as counted page by page.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from ipykernel.kernelapp import IPKernelApp


def main(argv: Sequence[str], parent: int = 0) -> None:
    """Run a kernel until it is told to stop, or until the process ``parent`` has ended."""
    logging.basicConfig(
        stream=sys.__stderr__,
        level=logging.WARNING,
        format="%(asctime)s page %(process)d: %(message)s",
        datefmt="%H:%M:%S",
    )
    # a page that is being closed still talks of widgets that are gone: nothing to tell
    logging.getLogger("Comm").setLevel(logging.ERROR)
    without_debugger()
    _look_at_no_module()
    app = lean_app().instance(connection_file=argv[argv.index("-f") + 1])
    if parent:
        app.parent_handle = parent
    app.initialize([])
    # ipywidgets announces itself to the kernel when it is imported; in a forked process that
    # was before there was a kernel
    if widgets := sys.modules.get("ipywidgets"):
        widgets.register_comm_target()
    app.start()


@cache
def lean_app() -> type[IPKernelApp]:
    """Return IPython's application without the steps that serve a console.

    The warm parent calls it once: to make such a class looks at all its options (2 MB).
    """
    from ipykernel.ipkernel import IPythonKernel
    from ipykernel.kernelapp import IPKernelApp
    from ipykernel.zmqshell import ZMQInteractiveShell
    from traitlets import Type
    from traitlets.config import Config

    class PageShell(ZMQInteractiveShell):
        def init_completer(self) -> None:
            """Nobody types code here (0.2 MB)."""

        def init_syntax_highlighting(self, changes: Any = None) -> None:
            """Nobody reads code here (0.3 MB)."""

    class PageKernel(IPythonKernel):
        shell_class = Type(PageShell)

    class PageApp(IPKernelApp):
        def parse_command_line(self, argv: Any = None) -> None:
            """Take the settings as they are; to parse them, all options are collected (4.5 MB)."""
            self.update_config(
                Config(
                    IPKernelApp={"log_level": logging.ERROR, "kernel_class": PageKernel},
                    HistoryManager={"enabled": False},
                    InteractiveShell={"cache_size": 0},
                )
            )

        def load_config_file(self, *_: Any, **__: Any) -> None:
            """Leave a person's own IPython settings alone: they are not made for pages."""

        def init_code(self) -> None:
            """Run nobody's start-up files, and list no modules (4.4 MB)."""

    return PageApp


def without_debugger() -> None:
    """Keep debugpy from being loaded: nobody debugs a page.

    Loading it touches every object (48 MB), and costs 0.4 s.
    """
    sys.modules["debugpy"] = None  # type: ignore[assignment]


def _look_at_no_module() -> None:
    """Keep the kernel from asking each loaded module for its file, for its debugger (11 MB)."""
    from ipykernel import ipkernel

    class WithoutModules:
        modules: ClassVar[dict[str, Any]] = {}

        def __getattr__(self, name: str) -> Any:
            return getattr(sys, name)

    ipkernel.sys = WithoutModules()  # type: ignore[assignment]


if __name__ == "__main__":
    main(sys.argv[1:])
