"""Connections: how many there may be, how large and how many their messages, which kinds.

A browser needs few and sends little. What goes beyond is not read faster than a person
works, so one client's flood waits in its own connection.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any, ClassVar

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import HTTPError
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from journeykit.serving.limits import Allowance, who

#: bytes of one message of a participant, who writes cards, and of a facilitator, who sends
#: files in pieces
PARTICIPANT_SENDS = 1_000_000
FACILITATOR_SENDS = 8_000_000
#: messages at once and a second
PARTICIPANT_RATE = (80, 15.0)
FACILITATOR_RATE = (1000, 200.0)
#: connections of one address: a room behind one router, each phone with six
FROM_ONE_ADDRESS = 400
#: of the files that the system lets a process open, those for connections
SHARE_OF_FILES = 0.3
#: websockets of one page: one, and the one that a dead network left
OF_ONE_PAGE = 3
#: requests at once and a second from one address, of any kind: a page asks for about 25 files
REQUESTS = (4000, 100.0)
#: parts of one message: channel, header, parent, metadata, content, and a piece of a file
PARTS = 32
#: channels that the widgets of a page open: one, to ask for their state
CHANNELS_OF_A_PAGE = 20
#: seconds that a connection may be silent before it has asked for anything
SILENT = 30
WIDGETS = "jupyter.widget.control"
PROTOCOL = "v1.kernel.websocket.jupyter.org"
KINDS = ("comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request")


def more_files() -> int:
    """Let this process open as many files as the system allows; return how many.

    Each page takes about 15, so the usual 1,024 end at 60 people.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return 8192
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = hard if hard != resource.RLIM_INFINITY else 65_536
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return int(min(soft, 65_536)) if soft != resource.RLIM_INFINITY else 65_536
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, 65_536), hard))
    return int(resource.getrlimit(resource.RLIMIT_NOFILE)[0])


class Entrance(HTTPServer):
    """The server's sockets, with a limit for each address and for all."""

    def initialize(  # type: ignore[override]
        self, application: Any, behind_proxy: bool = False, **options: Any
    ) -> None:
        """Keep little for whoever says nothing; nobody sends a page a large request.

        Behind a proxy all connections have its address; then it is the proxy that counts.
        """
        options |= {"idle_connection_timeout": SILENT, "body_timeout": SILENT}
        options |= {"max_body_size": PARTICIPANT_SENDS, "max_header_size": 32_768}
        super().initialize(application, **options | {"xheaders": behind_proxy})
        self._most = int(more_files() * SHARE_OF_FILES)
        self._of_one = self._most if behind_proxy else FROM_ONE_ADDRESS
        self._rate = None if behind_proxy else Allowance(*REQUESTS)
        self._streams: dict[str, set[IOStream]] = {}

    def _has_room(self, name: str) -> bool:
        """Whether one more connection of an address is taken; forgets those that are closed."""
        own = self._streams.get(name, set())
        total = sum(map(len, self._streams.values()))
        if len(own) < self._of_one and total < self._most:
            return True
        for known, streams in list(self._streams.items()):
            streams -= {stream for stream in streams if stream.closed()}
            if not streams:
                del self._streams[known]
        own = self._streams.get(name, set())
        return len(own) < self._of_one and sum(map(len, self._streams.values())) < self._most

    def handle_stream(self, stream: IOStream, address: Any) -> None:
        """Take a connection, or close it at once."""
        name = who(str(address[0])) if address else ""
        if not self._has_room(name):
            stream.close()
            return
        self._streams.setdefault(name, set()).add(stream)
        super().handle_stream(stream, address)

    def start_request(self, server_conn: Any, request_conn: Any) -> Any:
        """Read a request, or hang up on an address that asks faster than any browser."""
        address = server_conn.context.address
        if self._rate and address and not self._rate.take(who(str(address[0]))):
            server_conn.stream.close()
        return super().start_request(server_conn, request_conn)


class Socket(VoilaKernelWebsocketHandler):
    """What a page's script and its Python say to each other, as far as it makes sense."""

    _of_page: ClassVar[dict[str, list[Socket]]] = {}
    _channels = 0
    kernel_id = ""

    @property
    def _trusted(self) -> bool:
        return bool(self.settings["journeykit_server"].door.trusts(self.kernel_id))

    @property
    def max_message_size(self) -> int:
        """The bytes of one message; a connection that sends more is closed."""
        return FACILITATOR_SENDS if self._trusted else PARTICIPANT_SENDS

    async def pre_get(self) -> None:
        """Refuse a page that is not there without a word in the log."""
        if self.kernel_id not in self.kernel_manager:
            raise HTTPError(404)
        await super().pre_get()

    async def open(self, kernel_id: str) -> None:
        """Connect; of a page's connections the newest few stay."""
        if self.selected_subprotocol != PROTOCOL:
            self.close(1002)
            return
        self._rate = Allowance(*(FACILITATOR_RATE if self._trusted else PARTICIPANT_RATE))
        known = self._of_page.setdefault(kernel_id, [])
        known.append(self)
        for old in known[:-OF_ONE_PAGE]:
            old.close(1001)
        self.settings["journeykit_server"].door.met(kernel_id)
        await super().open(kernel_id)

    def on_close(self) -> None:
        """Let go of what the connection held."""
        known = self._of_page.get(self.kernel_id, [])
        if self in known:
            known.remove(self)
        if not known:
            self._of_page.pop(self.kernel_id, None)
        if self.connection is not None:
            super().on_close()

    async def on_message(self, ws_message: str | bytes) -> None:
        """Pass on what a page's script would say, no faster than a person works.

        The next message is read when this one is done with, so a flood waits where it is.
        """
        if wait := self._rate.owe(""):
            await asyncio.sleep(wait)
        if self.connection is None or not isinstance(ws_message, bytes):
            return
        with suppress(Exception):  # rubbish of a client is nobody's trouble but its own
            if self._makes_sense(ws_message):
                super().on_message(ws_message)

    def _makes_sense(self, message: bytes) -> bool:
        # how many parts it says it has: Jupyter's reader would count up to 2^64 for a client
        parts_told = int.from_bytes(message[:8], "little")
        if not 2 <= parts_told <= PARTS or len(message) < 8 * (parts_told + 1):
            return False
        channel, parts = deserialize_msg_from_ws_v1(message)
        kind = json.loads(parts[0])["msg_type"]
        if channel not in ("shell", "control") or kind not in KINDS:
            return False
        if kind == "comm_open":
            self._channels += 1
            asked = json.loads(parts[3])["target_name"]
            return asked == WIDGETS and self._channels <= CHANNELS_OF_A_PAGE
        return True

    def log_exception(self, *_: Any) -> None:
        """Say nothing: the request line holds the kernel's id, and what failed is a client."""
