"""Datasets, settings, the key, presence, and the watch."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from journeykit.edits import Change
from journeykit.errors import Missing
from journeykit.store import Store, open_store, presence


def test_a_dataset_is_known_by_what_is_in_it(store: Store) -> None:
    """The address is the SHA-256 of the bytes; keeping them twice keeps them once."""
    address = store.put_dataset(b"abc")
    assert address == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert store.put_dataset(b"abc") == address
    assert store.dataset(address) == b"abc"


def test_a_dataset_of_some_size_comes_back(store: Store) -> None:
    """A few megabytes, with every byte that there is."""
    data = bytes(range(256)) * 12_000
    assert store.dataset(store.put_dataset(data)) == data


def test_a_dataset_that_is_not_there_is_said_so(store: Store) -> None:
    """With the beginning of its address and the way out."""
    with pytest.raises(Missing, match="'abc…' are not here; import the file again"):
        store.dataset("abc")


def test_settings_are_kept_and_replaced(store: Store) -> None:
    """The last value counts, also for another process."""
    assert store.setting("scale") is None
    store.set_setting("scale", "1")
    store.set_setting("scale", "1.5 ×")
    with open_store(store.url) as other:
        assert other.setting("scale") == "1.5 ×"


def test_the_facilitators_key_is_made_once(store: Store) -> None:
    """Every process has the same one; nothing else opens."""
    key = store.facilitator_key()
    assert len(key) >= 32
    with open_store(store.url) as other:
        assert other.facilitator_key() == key
        assert other.check_key(key)
        assert not other.check_key(key[:-1])
        assert not other.check_key("")
        assert not other.check_key("schlüssel\ud800")


def test_who_is_there_is_listed_by_name(store: Store) -> None:
    """Those of one workshop, with the page that they have open."""
    store.here("w", "v2", "Zoe", "start")
    store.here("w", "v1", "Ann", "start")
    store.here("w", "v1", "Ann", "personas")
    store.here("other", "v3", "Cy", "start")
    with open_store(store.url) as other:
        seen = [(each.visitor, each.name, each.page) for each in other.present("w")]
    assert seen == [("v1", "Ann", "personas"), ("v2", "Zoe", "start")]


def test_who_left_or_was_not_seen_for_long_is_not_there(store: Store) -> None:
    """Leaving takes effect at once, a closed laptop after a while."""
    store.here("w", "v1", "Ann", "start")
    store.here("w", "v2", "Bo", "start")
    store.gone("v1")
    assert [each.name for each in store.present("w")] == ["Bo"]
    time.sleep(0.05)
    assert store.present("w", within=0.01) == []


def test_who_reloads_stays(store: Store) -> None:
    """The old page's good-bye comes after the new one said that it is here."""
    old = store.here("w", "v1", "Ann", "start")
    time.sleep(0.001)
    store.here("w", "v1", "Ann", "start")
    store.gone("v1", old)
    assert [each.name for each in store.present("w")] == ["Ann"]


def test_names_are_forgotten_after_an_hour(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's name stays in the file once the workshop is over."""
    store.here("w", "v1", "Ann", "start")
    monkeypatch.setattr(presence, "FORGOTTEN_AFTER", 0)
    store.here("w", "v2", "Bo", "start")
    assert [each.name for each in store.present("w", within=1e6)] == ["Bo"]


def changed_soon(watch: object, seconds: float = 10) -> bool:
    """Say whether a watch tells of a change within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if watch.changed():  # type: ignore[attr-defined]
            return True
        time.sleep(0.01)
    return False


OTHER_PROCESS = """
import sys
from journeykit.edits import Change
from journeykit.store import open_store
edit = Change(collection="info", id="info", fields={"title": "Coat"})
open_store(sys.argv[1]).append("w", edit, author="Bo")
"""


def test_a_watch_sees_what_another_process_commits(store: Store, kept: str) -> None:
    """Once for each look, not for what was there before."""
    watch = store.watch()
    assert not watch.changed()
    subprocess.run([sys.executable, "-c", OTHER_PROCESS, store.url], check=True, timeout=60)
    assert changed_soon(watch)
    assert not watch.changed()
    assert [entry.author for entry in store.since(kept, 1)] == ["Bo"]
    watch.close()


def test_a_watch_sees_what_its_own_store_commits(store: Store, kept: str) -> None:
    """Two pages of one process hear of each other."""
    watch = store.watch()
    store.append(kept, Change(collection="info", id="info", fields={"title": "Coat"}))
    assert changed_soon(watch)
    watch.close()


def test_presence_wakes_no_watch(store: Store, kept: str) -> None:
    """Fifty phones that say they are here do not make every page look."""
    store.here(kept, "v1", "Ann", "start")
    watch = store.watch()
    for page in ("personas", "map"):
        store.here(kept, "v1", "Ann", page)
    store.gone("v1")
    time.sleep(0.1)
    assert not watch.changed()
    watch.close()


@pytest.mark.postgres
def test_a_watch_survives_a_lost_connection(new_database: object) -> None:
    """After the server ended the connection, the watch listens anew and reports a change."""
    from sqlalchemy import text

    with open_store(new_database()) as store:  # type: ignore[operator]
        watch = store.watch()
        with store._database.writing() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                    "datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        assert changed_soon(watch)
        store.set_setting("scale", "2")
        assert changed_soon(watch)
        watch.close()


def test_the_default_store_is_made_in_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an address, and with the one of the environment."""
    monkeypatch.delenv("JOURNEYKIT_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("platformdirs.user_data_path", lambda *a, **k: tmp_path / "data" / "kit")
    with open_store() as store:
        assert store.where == str(tmp_path / "data" / "kit" / "journeykit.sqlite")
    monkeypatch.setenv("JOURNEYKIT_STORE", str(tmp_path / "mine.sqlite"))
    with open_store() as store:
        assert store.where == str(tmp_path / "mine.sqlite")


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    """It holds the facilitator's key."""
    with open_store(tmp_path / "kit.sqlite") as store:
        store.here("w", "v", "Ann", "start")
    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir()}
    assert modes == {"kit.sqlite": 0, "kit.sqlite.presence": 0}


def test_opening_the_store_loads_nothing_heavy() -> None:
    """Neither pandas nor a chart is needed to keep a workshop."""
    code = (
        "import sys, journeykit.store; "
        "print({'pandas', 'altair', 'ipywidgets', 'pg8000', 'numpy'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"
