"""What the report's notebook runs in: this Python, for the seconds that a report takes.

`OwnPython` starts it as ``python -m journeykit.report.kernel -f FILE``. Nobody debugs it or asks
for its history, and it ends before garbage would matter: without all three it starts and works
0.6 s of processor time sooner.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

#: objects after which garbage is looked for; the interpreter's 700 are for a long life
GARBAGE = 200_000


class OwnPython(KernelSpecManager):
    """The Python that makes the report, whatever kernel a person's Jupyter calls ``python3``."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the one kernel, whatever the notebook asks for."""
        return KernelSpec(
            argv=[sys.executable, "-m", "journeykit.report.kernel", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
        )


def main(argv: Sequence[str]) -> None:
    """Run a kernel until it is told to stop."""
    gc.set_threshold(GARBAGE)
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance([*argv, "--HistoryManager.enabled=False"])


if __name__ == "__main__":
    main(sys.argv[1:])
