"""A visitor without a browser: speaks HTTP and the kernel's websocket as a page's script does.

Used where many visitors are needed at once, or one that no browser would be: it can send
whatever it likes.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from collections import Counter
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urljoin

from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

PROTOCOL = "v1.kernel.websocket.jupyter.org"
CONTROL = "jupyter.widget.control"
PATIENCE = 30.0
T = TypeVar("T")


def run(story: Coroutine[Any, Any, T]) -> T:
    """Run a story to its end, also beside tests whose browser has a loop in this thread."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, story).result()


class Refusal(Exception):
    """What the server answered instead of a page."""

    def __init__(self, code: int, body: str) -> None:
        super().__init__(f"HTTP {code}")
        self.code = code
        self.body = body


@dataclass
class Wire:
    """One open page: its kernel, its widget's state, and what came back."""

    url: str
    kernel: str
    model: str
    socket: WebSocketClientConnection
    html: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    acks: dict[int, str | None] = field(default_factory=dict)
    custom: list[dict[str, Any]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    received: int = 0
    seen_at: dict[str, float] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()
    closed: bool = False
    _n: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _reader: asyncio.Task[None] | None = None

    # ---- raw ---------------------------------------------------------------------------

    def message(
        self, kind: str, content: dict[str, Any], channel: str = "shell", buffers: Any = ()
    ) -> bytes:
        """Return a message in the form of the websocket."""
        header = {
            "msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": self.kernel,
            "date": "2026-01-01T00:00:00Z", "version": "5.3",
        }  # fmt: skip
        told = {"version": "1.0.0"}  # of the widgets' own protocol
        parts = [json.dumps(part).encode() for part in (header, {}, told, content)]
        return bytes(serialize_msg_to_ws_v1([*parts, *buffers], channel))

    async def raw(self, kind: str, content: dict[str, Any], **options: Any) -> None:
        """Send any message at all."""
        await self.socket.write_message(self.message(kind, content, **options), binary=True)

    # ---- as the script does ------------------------------------------------------------

    async def send(self, do: str, args: dict[str, Any] | None = None, **extra: Any) -> int:
        """Ask the page for something; return the number under which the answer comes."""
        self._n += 1
        content = {"n": self._n, "do": do, "args": args or {}, **extra}
        data = {"method": "custom", "content": content}
        await self.raw("comm_msg", {"comm_id": self.model, "data": data})
        return self._n

    async def ask(self, do: str, patience: float = PATIENCE, **args: Any) -> str | None:
        """Ask and wait; return the sentence with which it was refused, or None."""
        n = await self.send(do, args)
        await self.until(lambda: n in self.acks, patience)
        return self.acks[n]

    async def until(self, true: Any, patience: float = PATIENCE) -> None:
        """Wait until a condition holds; what arrives is what may make it true."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: self.closed or true()), patience)
        assert true(), "the connection was closed"

    def watch_for(self, *texts: str) -> None:
        """Note in `seen_at` when each of these texts first stands on the page."""
        self.wanted = texts

    async def _read(self) -> None:
        while True:
            raw = await self.socket.read_message()
            if raw is None:
                break
            self.received += len(raw)
            if isinstance(raw, bytes):
                self._take(*deserialize_msg_from_ws_v1(raw))
            async with self._news:
                self._news.notify_all()
        self.closed = True
        async with self._news:
            self._news.notify_all()

    def _take(self, channel: str, parts: list[bytes]) -> None:
        header, content = json.loads(parts[0]), json.loads(parts[3])
        self.kinds[header["msg_type"]] += 1
        data = content.get("data") or {}
        if header["msg_type"] != "comm_msg":
            return
        match data.get("method"):
            case "update_states":
                for id, one in data["states"].items():
                    if id == self.model:
                        self._changed(one["state"])
            case "update":
                if content["comm_id"] == self.model:
                    self._changed(data["state"])
            case "custom":
                said = data["content"]
                self.custom.append(said)
                if isinstance(said.get("ack"), int):
                    self.acks[said["ack"]] = said.get("error")

    def _changed(self, state: dict[str, Any]) -> None:
        self.state.update(state)
        if "html" in state:
            self.html = state["html"]
            for text in self.wanted:
                if text not in self.seen_at and text in self.html:
                    self.seen_at[text] = time.perf_counter()

    async def close(self, *, end: bool = True) -> None:
        """Leave; ``end`` says so to the server, as a browser does."""
        self.socket.close()
        if self._reader:
            self._reader.cancel()
        if end:
            await fetch(urljoin(self.url, f"/voila/api/shutdown/{self.kernel}"), method="POST")


def client() -> AsyncHTTPClient:
    """A client that waits for nobody else's answer."""
    return SimpleAsyncHTTPClient(force_instance=True, max_clients=1000)


async def ask(url: str, **options: Any) -> tuple[int, str, Any]:
    """Ask for an address; return the status, the text and the headers, whatever they are."""
    if options.get("method") == "POST":
        options.setdefault("body", "")
    http = client()
    try:
        request = HTTPRequest(url, request_timeout=120, connect_timeout=60, **options)
        answer = await http.fetch(request, raise_error=False)
    finally:
        http.close()
    return answer.code, (answer.body or b"").decode("utf-8", "replace"), answer.headers


async def fetch(url: str, **options: Any) -> tuple[int, str]:
    """Ask for an address; return the status and the text."""
    return (await ask(url, **options))[:2]


async def open_page(
    url: str, visitor: str = "", cookie: str = "", address: str = "", **hello: Any
) -> Wire:
    """Open a page and say hello; raise `Refusal` when there is none."""
    wire = await connect(url, cookie, address)
    await wire.ask("@hello", visitor=visitor or uuid.uuid4().hex[:18], **hello)
    return wire


async def connect(url: str, cookie: str = "", address: str = "") -> Wire:
    """Open a page as far as its widget's state, also from another address of this machine."""
    options: dict[str, Any] = {"headers": {"Cookie": cookie} if cookie else {}}
    if address:
        options["network_interface"] = address
    code, body = await fetch(url, decompress_response=True, **options)
    found = re.search(r'"kernelId": "([\w-]+)"', body)
    widget = re.search(r'"model_id": "(\w+)"', body)
    if code != 200 or not found or not widget:
        raise Refusal(code, body)
    wire = await plug(url, found[1], widget[1], **options)
    wire.received += len(body)
    comm = uuid.uuid4().hex
    await wire.raw("comm_open", {"comm_id": comm, "target_name": CONTROL, "data": {}})
    await wire.raw("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
    await wire.until(lambda: bool(wire.state))
    return wire


async def plug(url: str, kernel: str, model: str = "", **options: Any) -> Wire:
    """Connect to a kernel's websocket."""
    path = f"/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
    address = urljoin(url, path).replace("http", "ws", 1)
    socket = await websocket_connect(
        HTTPRequest(address, request_timeout=60, **options),
        subprotocols=[PROTOCOL], max_message_size=2**28,
    )  # fmt: skip
    wire = Wire(url, kernel, model, socket)
    wire._reader = asyncio.create_task(wire._read())
    return wire
