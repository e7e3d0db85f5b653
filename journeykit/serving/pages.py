"""What answers a request for a page, and what a visitor sees when there is none."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import voila
from jupyter_server.base.handlers import JupyterHandler
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, StaticFileHandler
from voila.notebook_renderer import NotebookRenderer

from journeykit.serving.assets import own_file
from journeykit.serving.door import Full, TooFast
from journeykit.serving.door import Page as Place
from journeykit.widgets.looks import SCRIPT_AT

#: seconds after which a page that found no place tries again
RETRY = 15
_NOT_HERE = (
    "There is no such page",
    "The address may have a typing mistake, or it belongs to another session.",
    "Go to the home page",
    False,
)
#: heading, message, words of the way out, whether it leads to the same address
FAILED = (
    "This page could not be opened",
    "Nothing is lost: everything that was saved is in the store.",
    "Try again",
    True,
)
SAYINGS = {
    **dict.fromkeys((400, 403, 404, 405), _NOT_HERE),
    429: (
        "One moment, please",
        "Too many pages were opened from your network in a short time. This page tries again "
        "by itself.",
        "Try again",
        True,
    ),
    503: (
        "The room is full",
        "This computer holds no more people at once. Please tell the facilitator; this page tries "
        "again by itself as soon as somebody may have left.",
        "Try again",
        True,
    ),
}


class Friendly(JupyterHandler):
    """A handler whose errors are pages in the kit's look, with a way out."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Show what happened in one sentence, and a link that leads home."""
        heading, message, way_out, here = SAYINGS.get(status_code, FAILED)
        page = self.settings["journeykit_pages"].get_template("error.html")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        if status_code in (429, 503):
            self.set_header("Retry-After", str(RETRY))
            # all at once would be one more rush
            self.set_header("Refresh", str(RETRY + secrets.randbelow(RETRY)))
        self.finish(
            page.render(
                assets=f"{self.base_url}assets/journeykit",
                home=self.request.uri if here else self.base_url,
                heading=heading,
                message=message,
                way_out=way_out,
            )
        )

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Log what failed and where; not the address, which holds a key or a code."""
        if not isinstance(error, HTTPError):
            self.log.error("An answer failed: %s on %s", kind.__name__, self.request.path)


class NoSuchPage(Friendly):
    """Every address that is not a page."""

    async def prepare(self, **_: Any) -> None:
        """Answer 404 to every method."""
        raise HTTPError(404)


class Elsewhere(Friendly):
    """A short address that leads to a page and keeps what stands behind the ``?``."""

    def initialize(self, page: str) -> None:
        """Remember the page that this address leads to."""
        self.page = page

    async def get(self) -> None:
        """Lead to the page."""
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"{self.base_url}voila/render/{self.page}{query}")


class RootFiles(StaticFileHandler):
    """Browsers ask for ``/favicon.ico`` by themselves; they get the mark."""

    def parse_url_path(self, url_path: str) -> str:
        """Answer with the mark."""
        return "mark.svg"


class PageRenderer(NotebookRenderer):
    """Voilà's renderer, with the kernel started only after the first part was sent.

    So the frame of the page stands on the screen while Python starts.
    """

    handler: Page
    kernel_id: str | None = None

    async def load_notebook(self, path: str) -> Any:
        """Read the notebook from its folder; nobody can write there, so trust is no question."""
        return await self.fix_notebook(nbformat.read(Path(self.root_dir) / path, as_version=4))

    async def _jinja_kernel_start(self, nb: Any, kernel_id: Any, kernel_future: Any) -> str:
        if self.handler.left.done():
            raise StreamClosedError
        kernels, server = self.handler.kernel_manager, self.handler.settings["journeykit_server"]
        self.kernel_id = await server.ready.take()
        if self.kernel_id is None:
            self.kernel_id = await kernels.start_kernel(kernel_name=nb.metadata.kernelspec.name)
        server.door.started(self.kernel_id, self.handler.place)
        kernel = kernels.get_kernel(self.kernel_id)
        started = await super()._jinja_kernel_start(nb, self.kernel_id, kernel)
        told = f"import os; os.environ.update({self.handler.request_told()!r})"
        self.executor.kc.execute(told, silent=True, store_history=False)
        return started

    async def _jinja_cell_generator(self, nb: Any, kernel_id: str) -> AsyncIterator[Any]:
        """Run the code cells; a cell that fails or a dead kernel fails the page."""
        for index, cell in enumerate(nb.cells):
            if cell.cell_type == "code":
                yield await self.executor.execute_cell(cell, None, index, store_history=False)
        await self._cleanup_resources()


class Page(Friendly):
    """One notebook of the folder, run and shown by the kit's template."""

    place: Place

    def initialize(self) -> None:
        """Be ready to learn that the visitor has left."""
        self.left: asyncio.Future[None] = asyncio.Future()

    def on_connection_close(self) -> None:
        """Note that the visitor has left before the whole page was sent."""
        self.left.set_result(None)
        super().on_connection_close()

    async def get(self, name: str) -> None:
        """Send the frame at once, the widgets as soon as the notebook has run."""
        server = self.settings["journeykit_server"]
        if not name.endswith(".ipynb") or not (Path(server.root_dir) / name).is_file():
            raise HTTPError(404)
        try:
            key = self.get_query_argument("key", "")
            with server.door.enter(self.request.remote_ip or "", key) as self.place:
                await self._show(server, name)
        except TooFast:
            raise HTTPError(429) from None
        except Full:
            raise HTTPError(503) from None

    async def _show(self, server: Any, name: str) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        renderer = self._renderer(server, name)
        await renderer.initialize()
        try:
            async for html, _ in renderer.generate_content_generator():
                self.write(html)
                await self._sent()
        except StreamClosedError:
            await self._end(renderer)  # the visitor has left already
        except Exception:
            await self._failed(renderer)

    async def _sent(self) -> None:
        """Wait until a part was sent, or raise `StreamClosedError` when the visitor has left.

        Tornado's ``flush`` alone does not tell: the one that is under way when the visitor
        leaves may never end.
        """
        sent = asyncio.ensure_future(self.flush())
        await asyncio.wait({sent, self.left}, return_when=asyncio.FIRST_COMPLETED)
        if self.left.done():
            raise StreamClosedError
        await sent

    def request_told(self) -> dict[str, str]:
        """What the page's Python is told: the CGI names that Voilà uses, and our own."""
        return {
            "SCRIPT_NAME": self.request.path,
            "QUERY_STRING": self.request.query,
            "SERVER_NAME": self.request.host_name,
            "SERVER_PORT": self.request.host.rpartition(":")[2],
            "SERVER_SOFTWARE": f"voila/{voila.__version__}",
            "VOILA_BASE_URL": self.base_url,
            "VOILA_REQUEST_URL": self.request.full_url(),
            "VOILA_PREHEAT": "False",
            SCRIPT_AT: own_file(self.base_url, "page.js"),
        }

    def _renderer(self, server: Any, name: str) -> PageRenderer:
        renderer = PageRenderer(
            root_dir=server.root_dir,
            request_handler=self,
            voila_configuration=server.voila_configuration,
            traitlet_config=server.config,
            notebook_path=name,
            template_paths=server.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=server.page_config(),
        )
        renderer.handler = self
        return renderer

    async def _failed(self, renderer: PageRenderer) -> None:
        reference = secrets.token_hex(3)
        self.log.exception("A page failed (reference %s): %s", reference, self.request.path)
        await self._end(renderer)
        with suppress(StreamClosedError):
            await self.finish(f'<script>jkFailed("{reference}")</script>')

    async def _end(self, renderer: PageRenderer) -> None:
        """End the Python of a page that nobody will see."""
        try:
            if renderer.kernel_started:
                await renderer._cleanup_resources()
        finally:
            if renderer.kernel_id and renderer.kernel_id in self.kernel_manager:
                await self.kernel_manager.shutdown_kernel(renderer.kernel_id, now=True)
