"""Voilà, configured for a workshop: our template, our routes, nothing else reachable."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import socket
import sys
import tempfile
import uuid
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError
from traitlets.config import Config
from voila.app import Voila
from voila.paths import collect_static_paths
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.utils import get_voila_labextensions_path

from journeykit.errors import Refused
from journeykit.serving.assets import LastingFiles, OwnFiles, OwnLooks, release
from journeykit.serving.door import Door
from journeykit.serving.forking import available, close_nursery, nursery
from journeykit.serving.kernels import NAME, OwnKernels, OwnPython
from journeykit.serving.pages import Elsewhere, NoSuchPage, Page, RootFiles
from journeykit.serving.ready import Ready, how_many
from journeykit.serving.sockets import FACILITATOR_SENDS, Entrance, Socket, more_files

#: of ZeroMQ; each page takes about ten, and the usual 1,023 end at a hundred pages
SOCKETS = 16_000
_CONNECTIONS = "journeykit_"
_KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"

#: No page of ours may ask another machine for anything: the browser holds us to it.
#: ``blob:`` and ``unsafe-eval`` are how anywidget and Vega load and run their own code.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


def _transport() -> str:
    """Return how server and kernels talk: through files where their names are short enough.

    A kernel's port is looked for first and taken later. With eighty pages at once another took
    it in between, now and then, and the page could not be opened.
    """
    longest = f"{tempfile.gettempdir()}/{_CONNECTIONS}12345678/kernel-{uuid.uuid4()}-ipc-5"
    return "ipc" if sys.platform == "linux" and len(longest) < 108 else "tcp"


def settings_for(notebooks: Path, local: bool) -> Config:
    """Return Voilà's configuration for a folder of notebooks.

    ``local`` refuses every request that was not addressed to this machine's own name,
    which keeps a foreign web page from reaching the server through a rebound name.
    """
    return Config(
        {
            "Voila": {
                "root_dir": str(notebooks),
                "open_browser": False,
                "config_file_paths": [],
                "log_level": logging.WARNING,
                "tornado_settings": {
                    # the beacon that ends a page's kernel cannot carry a token; the routes
                    # that change something need a kernel id, which nobody can guess
                    "disable_check_xsrf": True,
                    "allow_remote_access": not local,
                    "local_hostnames": ["localhost", "127.0.0.1"],
                    "websocket_max_message_size": FACILITATOR_SENDS,
                    "log_function": lambda _: None,  # addresses hold keys and codes
                    "default_handler_class": NoSuchPage,
                    "headers": {
                        "Content-Security-Policy": CONTENT_POLICY,
                        "X-Content-Type-Options": "nosniff",
                        # "no-referrer" would hide where the beacon that ends a kernel comes from
                        "Referrer-Policy": "same-origin",
                    },
                },
            },
            "VoilaConfiguration": {
                "template": "journeykit",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "file_allowlist": [],
                "show_tracebacks": False,
                "multi_kernel_manager_class": OwnKernels,
                "kernel_spec_manager_class": OwnPython,
            },
            # a kernel that was started anew knows nothing of its page's widgets
            "KernelManager": {
                "autorestart": False,
                "transport": _transport(),
                "client_class": "journeykit.serving.kernels.ShortClient",
            },
            # a page that is closed tells us; a phone in a pocket does not
            "MappingKernelManager": {"cull_idle_timeout": 600, "cull_interval": 5},
        }
    )


class Server(Voila):
    """Voilà with the kit's own template and routes, on sockets that are already bound."""

    sockets: list[socket.socket]
    template: Path
    once_up: Callable[[], Coroutine[Any, Any, None]]
    door: Door
    ready: Ready
    behind_proxy = False
    failure: BaseException | None = None

    def setup_template_dirs(self) -> None:
        """Use the kit's template, wherever the kit is installed."""
        self.template_paths = [str(self.template)]
        self.static_paths = collect_static_paths(["voila", "nbconvert"], "lab")

    def init_settings(self) -> dict[str, Any]:
        """Add what our own handlers read to Voilà's settings."""
        settings = super().init_settings()
        settings["journeykit_server"] = self
        settings["journeykit_pages"] = Environment(
            loader=FileSystemLoader(str(self.template)), autoescape=True
        )
        return settings

    def init_handlers(self) -> list[Any]:
        """List the routes: pages, their kernels, their files. There is no listing."""
        base = self.base_url
        lasting = f"{base}assets/{release()}"
        return [
            (base, Elsewhere, {"page": "home.ipynb"}),
            (f"{base}join/?", Elsewhere, {"page": "join.ipynb"}),
            (rf"{base}voila/render/([^/]+)", Page),
            (rf"{base}api/kernels/{_KERNEL}", KernelHandler),
            (rf"{base}api/kernels/{_KERNEL}/channels", Socket),
            (rf"{base}voila/api/shutdown/(.*)", VoilaShutdownKernelHandler),
            (rf"{lasting}/voila/(.*)", LastingFiles, {"paths": self.static_paths}),
            (
                rf"{lasting}/extensions/(.*)",
                LastingFiles,
                {"paths": get_voila_labextensions_path()},
            ),
            (rf"{base}assets/own/([\w.-]+)", OwnLooks),
            (rf"{base}assets/journeykit/(.*)", OwnFiles, {"path": str(self.template / "static")}),
            (rf"{base}(favicon\.ico)", RootFiles, {"path": str(self.template / "static")}),
            (rf"{base}.*", NoSuchPage),
        ]

    def page_config(self) -> dict[str, Any]:
        """What Voilà's script in the browser is told about this server."""
        from journeykit.serving.assets import page_config

        return page_config(self)

    def start(self) -> None:
        """Serve until a signal asks to stop; then end every kernel."""
        self.connection_dir = tempfile.mkdtemp(prefix=_CONNECTIONS)
        self.app = Application(**{**self.init_settings(), **self.tornado_settings})
        self.app.add_handlers(".*$", self.init_handlers())
        more_files()
        self.kernel_manager.context.max_sockets = SOCKETS
        self.kernel_manager.ended = self.door.left
        self.ready = Ready(self.kernel_manager, NAME, quiet=lambda: not self.door.waiting)
        self.kernel_manager.ready = self.ready
        if available():
            nursery()  # warms up while the rest starts
        Entrance(self.app, behind_proxy=self.behind_proxy).add_sockets(self.sockets)
        self.ioloop = IOLoop.current()
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, None):
                signal.signal(number, self._handle_signal_stop)
        self.ioloop.add_callback(self._announce)
        self.ioloop.add_callback(self.ready.keep, how_many())
        try:
            self.ioloop.start()
        finally:
            self.stop()

    async def _announce(self) -> None:
        try:
            await self.once_up()
        except Exception as error:
            self.failure = error
            self.ioloop.stop()

    def stop(self) -> None:
        """End every kernel, then remove their connection files."""
        with suppress(HTTPError):  # one that was still being started is not known any more
            asyncio.get_event_loop_policy().get_event_loop().run_until_complete(
                self.kernel_manager.shutdown_all(now=True)
            )
        close_nursery()
        shutil.rmtree(self.connection_dir, ignore_errors=True)


def take_port(host: str, port: int) -> list[socket.socket]:
    """Bind the address, or say which port is busy and what to do; port 0 takes a free one."""
    try:
        return bind_sockets(port, address=host)
    except OSError as error:
        raise Refused(
            f"Port {port} on {host} cannot be used ({error.strerror or error}). Perhaps "
            f"journeykit is running already; close it, or choose another port: "
            f"journeykit serve --port {port + 1}"
        ) from None
