"""Starting and stopping the server."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import psutil
import pytest
from visiting import start_server

from journeykit.errors import Refused
from journeykit.serving.address import lan_address, page_address, qr_in_terminal


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_asked(trial_folder: Path, number: signal.Signals) -> None:
    """Ctrl-C and a polite end both end every process and take the ready file away."""
    serving = start_server(trial_folder, notebooks=trial_folder / "notebooks")
    family = psutil.Process(serving.pid).children(recursive=True)
    assert serving.pid == serving.process.pid
    assert serving.facilitator_url.startswith(serving.url + "?key=")
    assert serving.stop(number) == 0
    assert not serving.ready_file.exists()
    _gone, alive = psutil.wait_procs(family, timeout=10)
    assert not alive
    assert "Next: open the link" in serving.log.read_text()


def test_kernels_do_not_outlive_a_killed_server(trial_folder: Path) -> None:
    """Even when the server is killed, the Python of its pages ends by itself."""
    serving = start_server(trial_folder, notebooks=trial_folder / "notebooks")
    family = psutil.Process(serving.pid).children(recursive=True)
    serving.stop(signal.SIGKILL)
    _gone, alive = psutil.wait_procs(family, timeout=15)
    assert not alive


def test_a_busy_port_is_named_with_the_way_out() -> None:
    """The message names the port and what to type instead."""
    from journeykit.serving.server import take_port

    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(Refused) as refused:
            take_port("127.0.0.1", port)
    assert f"Port {port} on 127.0.0.1 cannot be used" in str(refused.value)
    assert str(refused.value).endswith(f"journeykit serve --port {port + 1}")


def test_addresses_can_be_opened() -> None:
    """An address to listen on becomes one that a browser can open."""
    assert page_address("127.0.0.1", 8866) == "http://127.0.0.1:8866/"
    assert page_address("0.0.0.0", 80) == "http://127.0.0.1:80/"
    assert lan_address() != "127.0.0.1"


def test_the_code_is_drawn_for_a_terminal() -> None:
    """The QR code is lines of block characters of one width."""
    lines = qr_in_terminal("http://192.0.2.7:8866/join").rstrip("\n").split("\n")
    assert len(lines) > 10
    assert set("".join(lines)) & set("█▀▄")
