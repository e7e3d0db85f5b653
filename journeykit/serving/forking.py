"""Starts a page's Python by forking the nursery, where the system can; else as usual."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from jupyter_client.provisioning import LocalProvisioner

log = logging.getLogger("journeykit")
PROVISIONER = "journeykit-fork"
#: how long the nursery may take to import everything, in seconds
WARM_UP_WITHIN = 60
_MARK = ["-m", "journeykit.serving.kernel"]


def available() -> bool:
    """Whether pages can be forked here: on Linux, unless ``JOURNEYKIT_FORK=0`` says no.

    macOS has fork, but its own libraries do not survive it; Windows has none.
    """
    return sys.platform == "linux" and os.environ.get("JOURNEYKIT_FORK") != "0"


class Nursery:
    """The server's end of the nursery; it is started once, at the first page."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "journeykit.serving.nursery", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            # a Ctrl-C in the terminal is the server's to handle
            start_new_session=True,
        )
        theirs.close()
        ours.settimeout(WARM_UP_WITHIN)
        self._control = ours
        self._stream = ours.makefile("rw", encoding="utf-8")
        self._one_at_a_time = threading.Lock()

    def fork(self, argv: list[str], env: dict[str, str], cwd: str | None) -> Forked:
        """Fork a page's Python; raise `OSError` when the nursery cannot."""
        answer = self._ask({"argv": argv, "env": env, "cwd": cwd})
        if answer["pid"] is None:
            raise OSError(f"the nursery has {answer['threads']} threads, a fork takes one along")
        return Forked(answer["pid"])

    def is_warm(self) -> bool:
        """Whether it has imported and practiced everything; a page shares what was there before."""
        return bool(self._ask({})["warm"])

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._one_at_a_time:
            self._stream.write(json.dumps(request) + "\n")
            self._stream.flush()
            line = self._stream.readline()
        if not line:
            raise OSError("the nursery has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the nursery, and with it every page that is left."""
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        self._control.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Forked:
    """A forked process, as far as Jupyter asks a `subprocess.Popen` about its own."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        # the number may be given to another process later; this handle never is
        self._handle = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return None while it runs; its exit code is the nursery's to know, so 0 after."""
        if self.returncode is None:
            import select

            # not `select.select`: with many pages the handle's number is above its 1,024
            asked = select.poll()
            asked.register(self._handle, select.POLLIN)
            if asked.poll(0):
                self.returncode = 0
                os.close(self._handle)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended."""
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("page", timeout or 0)
            time.sleep(0.02)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


_nursery: Nursery | None = None


def nursery() -> Nursery:
    """Return the nursery of this process; start it when it is not there."""
    global _nursery
    if _nursery is None:
        _nursery = Nursery()
    return _nursery


def close_nursery() -> None:
    """End the nursery of this process, if there is one."""
    global _nursery
    if _nursery is not None:
        _nursery.close()
        _nursery = None


class ForkProvisioner(LocalProvisioner):
    """Jupyter's local provisioner, with the process forked from the nursery."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork the process; start it as usual where that does not work."""
        if cmd[1:3] == _MARK and available():
            try:
                forked = await asyncio.to_thread(
                    nursery().fork, cmd[3:], dict(kwargs.get("env") or os.environ),
                    str(kwargs.get("cwd") or Path.cwd()),
                )  # fmt: skip
            except (OSError, ValueError) as error:
                log.warning("A page's Python starts the slow way: %s", error)
            else:
                self.process = cast("subprocess.Popen[Any]", forked)
                self.pid = self.pgid = forked.pid
                self.cwd = kwargs.get("cwd", Path.cwd())
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)
