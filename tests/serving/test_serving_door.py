"""Who is let in when the room is full, and how fast one address may come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from visiting import start_server

from journeykit.serving import capacity as machine
from journeykit.serving.capacity import Capacity, capacity
from journeykit.serving.door import FACILITATORS_MORE, PAGES_AT_ONCE, Door, Full, TooFast
from journeykit.serving.limits import Allowance

KEY = "the right key"


def door(people: int | None, **options: Callable[[int, int, int], None]) -> Door:
    """A door with a limit of one's own."""
    return Door(people, lambda key: key == KEY, **options)


def come(at: Door, name: str, key: str = "", address: str = "192.0.2.1") -> None:
    """Open a page and stay."""
    with at.enter(address, key) as page:
        at.started(name, page)
    at.met(name)


def test_a_full_room_turns_people_away_and_lets_the_facilitator_in() -> None:
    """Beyond the limit nobody comes in but a few with the key; who leaves makes room."""
    told: list[tuple[int, int, int]] = []
    full = door(3, turned_away=lambda *counts: told.append(counts))
    for number in range(3):
        come(full, f"k{number}")
    with pytest.raises(Full):
        come(full, "late")
    with pytest.raises(Full):
        come(full, "forger", "a wrong key")
    for number in range(FACILITATORS_MORE):
        come(full, f"f{number}", KEY)
    with pytest.raises(Full):
        come(full, "f-too-many", KEY)
    assert told == [(1, 0, 3), (2, 0, 3), (3, 0, 3)]
    assert full.trusts("f0")
    assert not full.trusts("k0")
    for name in list(full.pages):
        full.left(name)
    come(full, "late")


def test_a_page_that_failed_to_start_holds_no_place() -> None:
    """An error while a page starts gives its place back."""
    small = door(1)
    with pytest.raises(OSError, match="no"), small.enter("192.0.2.1", ""):
        raise OSError("no")
    come(small, "k1")


def test_a_page_that_is_starting_takes_one_place() -> None:
    """In a rush nobody is turned away before the room is full."""
    room = door(2)
    with room.enter("192.0.2.1", "") as first:
        room.started("k1", first)
        come(room, "k2")
        with pytest.raises(Full):
            come(room, "k3")


def test_two_pages_of_one_address_are_two() -> None:
    """A page that stands after another of the same network came and went keeps its own place."""
    room = door(3)
    with room.enter("192.0.2.1", "") as first:
        with room.enter("192.0.2.1", ""):
            room.started("k1", first)
        assert room.waiting == [first]
        room.met("k1")
    assert room.waiting == []


def test_a_script_is_slowed_down_and_a_reload_is_not() -> None:
    """One address opens as many pages as a room has, then no more; another is not touched."""
    wide = door(10_000)
    for number in range(PAGES_AT_ONCE):
        come(wide, f"k{number}", KEY)
        wide.left(f"k{number}")
    with pytest.raises(TooFast):
        come(wide, "one more", KEY)
    come(wide, "another", address="192.0.2.2")


def test_one_address_does_not_take_every_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third of a large room is left for other addresses."""
    wide = door(90)
    monkeypatch.setattr(Door, "limit", lambda _: 90)
    for number in range(60):
        come(wide, f"k{number}")
    with pytest.raises(Full):
        come(wide, "k61")
    come(wide, "another", address="192.0.2.2")


def test_the_machine_sets_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory first, then cores; those who are starting have not taken theirs yet."""
    monkeypatch.setattr(machine, "available_mb", lambda: 1000.0)
    monkeypatch.setattr(machine, "cores", lambda: 1)
    assert capacity(page_mb=40) == Capacity(20, 20, 40, 1000.0, 40)
    assert capacity(open_pages=10, page_mb=40).by_memory == 30
    assert capacity(open_pages=10, starting=4, page_mb=40).by_memory == 26
    assert capacity(open_pages=10, page_mb=4).people == 40


def test_waiting_grows_with_what_is_asked() -> None:
    """A connection that says too much waits longer with each message."""
    said = Allowance(at_once=2, a_second=10, clock=lambda: 0.0)
    assert [round(said.owe("x"), 1) for _ in range(5)] == [0, 0, 0.1, 0.2, 0.3]


def test_names_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million addresses do not fill the memory."""
    monkeypatch.setattr(Allowance, "NAMES", 3)
    said = Allowance(at_once=1, a_second=0.001)
    assert all(said.take(f"address {number}") for number in range(50))
    assert len(said._left) == 3


def test_a_full_room_is_a_friendly_page(trial_folder: Path) -> None:
    """The visitor gets 503 with words and a retry; the facilitator's link still opens."""

    import wire

    serving = start_server(trial_folder, "--people", "1")
    try:
        link = serving.url + "voila/render/home.ipynb"
        assert wire.run(wire.fetch(link))[0] == 200
        code, body, headers = wire.run(wire.ask(link))
        assert code == 503
        assert "The room is full" in body
        assert int(headers["Retry-After"]) <= int(headers["Refresh"])
        assert wire.run(wire.fetch(serving.link()))[0] == 200
        assert "1 visitors were turned away" in serving.log.read_text()
    finally:
        serving.stop()


def test_the_facilitator_sees_that_somebody_found_no_place(trial_folder: Path) -> None:
    """On Room with what to do, on Home in a line; also on the page of another server's store."""
    import wire

    from journeykit.store import open_store
    from journeykit.widgets import open_view
    from journeykit.widgets.frame import Frame

    serving = start_server(trial_folder, "--people", "1")
    try:
        link = serving.url + "voila/render/home.ipynb"
        assert wire.run(wire.fetch(link))[0] == 200
        assert wire.run(wire.ask(link))[0] == 503
        with open_store(str(serving.store)) as store:  # as another server on this store has it
            store.tell_turned_away("attic:8866", 0, 7, 30)
            told = {one.limit: one for one in store.turned_away()}
            assert (told[1].full, told[30].hasty) == (1, 7)
            id = store.workshops()[0].id
            frame = Frame(store, "room", {"workshop": id})
            assert frame.look_around()
            html = frame.html(framed=True)
            assert "Somebody is waiting outside" in html
            assert "has 1 place; once somebody found none" in html
            assert "so the server attic:8866 made them wait 7 times" in html
            assert "Close pages that nobody looks at" in html
            home = Frame(store, "home", {})
            home.look_around()
            assert "Room says what to do" in home.html(framed=True)
            assert "crowded" not in str(open_view("home", store).render())
    finally:
        serving.stop()
