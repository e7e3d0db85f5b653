"""The one widget: shows a view as HTML and hands what a person did to it.

The browser's script (`js/live.js`) sends ``{n, do, args}``; each message is answered with
``{ack: n}``, or ``{ack: n, error}`` with one sentence. Names that start with ``@`` are the
frame's own.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import re
import secrets
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from inspect import isgenerator
from pathlib import Path
from traceback import extract_tb
from typing import Any

import anywidget
import traitlets
from ipywidgets import Layout

from journeykit.errors import JourneykitError, Refused
from journeykit.widgets import looks
from journeykit.widgets.frame import Frame
from journeykit.widgets.view import Download, Go, Toast
from journeykit.widgets.writing import Settle

log = logging.getLogger("journeykit")
if not log.handlers:
    # The real error stream: a kernel sends what it prints to the page, where nobody looks.
    log.addHandler(logging.StreamHandler(sys.__stderr__))
POLL, POLL_AT_MOST = 0.3, 1.5
HEARTBEAT = 10.0
#: how often a page looks who writes where; a phone of forty a little less often
GLANCE, PHONES_GLANCE = 0.6, 0.9
LIMIT = 210_000_000


class _Fixed(Layout):
    """The widget's box; a browser cannot write to it."""

    def set_state(self, sync_data: Any) -> None:
        """Take nothing from the browser."""


class Live(anywidget.AnyWidget):
    """One visitor's pages; steps change inside it, without a new kernel."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    html = traitlets.Unicode().tag(sync=True)
    address = traitlets.Dict().tag(sync=True)
    framed = traitlets.Bool(False).tag(sync=True)

    def __init__(self, frame: Frame, *, framed: bool) -> None:
        self.frame = frame
        self._uploads: dict[str, Path] = {}
        super().__init__(framed=framed, layout=_Fixed(), **looks.carried(framed=framed))
        self.draw()
        self.on_msg(self._message)
        self._task = self._start_watching()

    # ---- out ---------------------------------------------------------------------------

    def draw(self) -> None:
        """Show the state as it is now; the browser gets it only when it differs."""
        try:
            self.html = self.frame.html(framed=self.framed)
        except Exception:
            self.html = self.frame.sorry(self._reference())
        self.address = self.frame.address()

    def _reference(self) -> str:
        reference = secrets.token_hex(3)
        log.error("page error %s on %s: %s", reference, self.frame.page, _where())
        return reference

    # ---- in ----------------------------------------------------------------------------

    def set_state(self, sync_data: Any) -> None:
        """Take nothing: what the page shows is Python's to say, a browser only asks."""

    def _message(self, _widget: Any, content: Any, buffers: list[Any]) -> None:
        n = content.get("n") if isinstance(content, dict) else None
        try:
            name, args = str(content["do"]), dict(content.get("args") or {})
            if "upload" in content:
                result = self._upload(name, args, content["upload"], buffers)
            else:
                result = self.frame.call(name, args, content.get("typed"))
            if name == "@at":  # nothing that this page shows has changed
                return
            if name == "@hello":  # a phone's clock may be minutes off
                self.send({"now": time.time()})
        except JourneykitError as error:
            self._answer(n, str(error))
        except Exception:
            self._answer(n, _sorry(self._reference()))
        else:
            if isgenerator(result):
                self._task_of(self._steps(n, result))
            else:
                self._deliver(result)
                self._answer(n, None)

    def _answer(self, n: Any, error: str | None) -> None:
        self.draw()
        told = {"typed": self.frame.writing.outcome} if self.frame.writing.outcome else {}
        self.send({"ack": n, **({"error": error} if error else told)})

    def _deliver(self, result: Any) -> None:
        match result:
            case Download():
                self.send({"download": {"name": result.name, "mime": result.mime}}, [result.data])
            case Go():
                self.frame.goto(result.to)
                self.draw()
                self.send({"went": True})
            case Toast():
                toast = {"text": result.text, "button": result.button, "do": result.do}
                self.send({"toast": toast | {"args": result.args or {}}})
            case Settle():
                self.draw()
                self.send({"settle": result.field})
                self._deliver(result.toast)

    async def _steps(self, n: Any, steps: Any) -> None:
        """Run an action that tells its progress, leaving the page alive between the steps."""
        error, begun = None, False
        try:
            while True:
                try:
                    step = next(steps)
                except StopIteration as stop:
                    self._deliver(stop.value)
                    break
                words, share = step if isinstance(step, tuple) else (step, None)
                self.send({"progress": words, "share": share})
                if not begun:  # the page may show a way to stop
                    self.draw()
                    begun = True
                await asyncio.sleep(0.02)
        except JourneykitError as problem:
            error = str(problem)
        except Exception:
            error = _sorry(self._reference())
        self._answer(n, error)

    def _upload(
        self, name: str, args: dict[str, Any], piece: dict[str, Any], data: list[Any]
    ) -> Any:
        if not self.frame.leads():
            raise Refused("Files are added by the facilitator.")
        key = str(piece["id"])
        if key not in self._uploads:
            if len(self._uploads) > 3:
                raise Refused("Too many files at once; send one after the other.")
            name_only = re.sub(r"[^\w. ()-]", "_", str(piece["name"]))[-100:].lstrip(". ") or "file"
            self._uploads[key] = Path(tempfile.mkdtemp(prefix="journeykit-")) / name_only
            self._uploads[key].touch()
        path = self._uploads[key]
        size = path.stat().st_size
        if piece["offset"] != size or size + len(data[0]) > LIMIT:
            self._drop(key)
            raise Refused("The file did not arrive whole; send it again.")
        with path.open("ab") as file:
            file.write(data[0])
        if not piece["last"]:
            return None
        try:
            result = self.frame.call(name, args | {"name": str(piece["name"]), "file": path})
        except BaseException:
            self._drop(key)
            raise
        if isgenerator(result):
            return self._then_drop(result, key)
        self._drop(key)
        return result

    def _then_drop(self, steps: Any, key: str) -> Any:
        try:
            return (yield from steps)
        finally:
            self._drop(key)

    def _drop(self, key: str) -> None:
        shutil.rmtree(self._uploads.pop(key).parent, ignore_errors=True)

    # ---- others ------------------------------------------------------------------------

    def _task_of(self, work: Any) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._running = task
        return task

    def _start_watching(self) -> asyncio.Task[None] | None:
        try:
            task = asyncio.get_running_loop().create_task(self._watch())
        except RuntimeError:  # no loop: a plain script or a test looks at the page once
            return None
        atexit.register(self._leave)
        return task

    def _leave(self) -> None:
        with suppress(JourneykitError):  # then it is noticed after half a minute
            self.frame.company.leave()

    async def _watch(self) -> None:
        """Look for what others did, and say that this visitor is here."""
        watch = self.frame.store.watch()
        beat = glance = wait = 0.0
        while True:
            began = time.monotonic()
            try:
                beat, glance = beat - wait, glance - wait
                if beat <= 0:
                    beat = HEARTBEAT
                    self.frame.here()
                if glance <= 0:
                    glance = GLANCE if self.frame.leads() else PHONES_GLANCE
                    if self.frame.look_around():
                        self.draw()
                if watch.changed() and self.frame.refresh():
                    self.draw()
            except Exception:
                log.error("watching the store failed; trying again: %s", _where())
                await asyncio.sleep(5)
            # where everybody writes at once, a machine that is busy with that is asked less often
            wait = min(max(POLL, 4 * (time.monotonic() - began)), POLL_AT_MOST)
            await asyncio.sleep(wait)


def _where() -> str:
    """Say what kind of error is handled now, and where; its words may be a person's."""
    kind, error, trace = sys.exc_info()
    path = " > ".join(f"{Path(at.filename).name}:{at.lineno}" for at in extract_tb(trace))
    cause = error.__cause__ if error else None
    of = f" from {type(cause).__name__}" if cause else ""
    return f"{kind.__name__ if kind else 'no error'}{of} at {path}"


def _sorry(reference: str) -> str:
    return f"That did not work and nothing was changed. Tell the facilitator: error {reference}."


__all__ = ["Live"]
