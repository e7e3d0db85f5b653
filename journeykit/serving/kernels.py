"""The Python behind each open page: which interpreter, how it starts, when it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

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

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End the kernel when it has been alone for ``cull_idle_timeout`` seconds."""
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
