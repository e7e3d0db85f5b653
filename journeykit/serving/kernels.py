"""The Python behind each open page: which interpreter, how it starts, when it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Container
from contextlib import suppress
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Dict, Set

from journeykit.serving.forking import PROVISIONER, available

NAME = "python3"
#: seconds that a page may take from its first byte to its first connection
FIRST_CONTACT = 60


def _forked() -> dict[str, Any]:
    """Name the provisioner that forks, where there is one; the field is Jupyter's."""
    known = KernelProvisionerFactory.instance().get_provisioner_entries()
    if not available() or PROVISIONER not in known:
        return {}
    return {"kernel_provisioner": {"provisioner_name": PROVISIONER}}


class ShortClient(AsyncKernelClient):
    """What runs a page's cells: gone as soon as they have run, so it needs no heartbeat.

    Jupyter's own waits at the end until the kernel has said nothing for 0.2 s. Nobody minds
    what an earlier request still says: each cell listens for the answers to itself.
    """

    def start_channels(self, *_: Any, **__: Any) -> None:
        """Open all channels but the heartbeat, which is a thread."""
        super().start_channels(hb=False)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels; `RuntimeError` when it does not."""
        until = time.monotonic() + (timeout or FIRST_CONTACT)
        while time.monotonic() < until:
            self.kernel_info()
            with suppress(Empty):
                await self.shell_channel.get_msg(timeout=1)
                # whoever hears nothing is not yet connected there, and would miss a cell's output
                await self.iopub_channel.get_msg(timeout=0.2)
                return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"The kernel did not answer within {timeout} seconds.")


class OwnPython(KernelSpecManager):
    """One kernel: the Python that runs the server, whatever else Jupyter knows of.

    A person's Jupyter may have a ``python3`` that is another installation without
    journeykit; pages must not depend on it.
    """

    def find_kernel_specs(self) -> dict[str, str]:
        """Name the one kernel; it needs no folder."""
        return {NAME: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the one kernel whatever the notebook asks for."""
        return KernelSpec(
            argv=[sys.executable, "-m", "journeykit.serving.kernel", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            metadata=_forked(),
        )

    def get_all_specs(self) -> dict[str, Any]:
        """Describe the one kernel in the form that Voilà reads."""
        return {NAME: {"resource_dir": "", "spec": self.get_kernel_spec(NAME).to_dict()}}


class OwnKernels(AsyncMappingKernelManager):
    """Ends a kernel that no page has been connected to for a while, busy or not.

    Jupyter asks how long a kernel has been quiet; ours are never quiet in a running
    workshop, because each follows the store. A phone that was put away says no goodbye,
    and a link preview opens a page that never connects.
    """

    alone_since = Dict()
    met = Set()
    #: told when a kernel has ended
    ended: Callable[[str], None] = staticmethod(lambda _: None)
    #: kernels that may be alone: they wait for a visitor
    ready: Container[str] = ()

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End the kernel when it has been alone for ``cull_idle_timeout`` seconds."""
        if kernel_id in self.ready:
            return
        now = time.monotonic()
        if self._kernel_connections.get(kernel_id, 0) > 0:
            self.alone_since.pop(kernel_id, None)
            self.met.add(kernel_id)
            return
        patience = self.cull_idle_timeout if kernel_id in self.met else FIRST_CONTACT
        if now - self.alone_since.setdefault(kernel_id, now) > patience:
            await self.shutdown_kernel(kernel_id, now=True)

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended."""
        self.alone_since.pop(kernel_id, None)
        self.met.discard(kernel_id)
        self.ended(kernel_id)
        return super().remove_kernel(kernel_id)
