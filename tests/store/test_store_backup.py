"""A backup is one file that either engine restores, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from small_workshop import jacket

from journeykit.edits import Change, Rate
from journeykit.errors import Refused, StoreError
from journeykit.model import Workshop
from journeykit.store import Store, open_store


def titled(title: str) -> Change:
    return Change(collection="info", id="info", fields={"title": title})


def fill(store: Store) -> str:
    """Put workshops with a history, a dataset and a setting into a store."""
    store.create(jacket(), author="Ann")
    store.append("w", titled("Coat – Ü 🧥"), author="Bo")
    store.append("w", Rate(participant="p", touchpoint="t1", valence=1), author="p")
    store.undo("w", author="Ann")
    store.create(Workshop.new("Old", id="old"), author="Cy")
    store.archive("old")
    store.create(Workshop.new("Gone", id="gone"), author="Cy")
    store.delete("gone")
    store.set_setting("scale", "1.5")
    return store.put_dataset(bytes(range(256)) * 100)


def assert_same(one: Store, other: Store, address: str) -> None:
    """The two stores hold the same, and undo works in the second."""
    for which in ({}, {"archived": True}, {"deleted": True}):
        assert other.workshops(**which) == one.workshops(**which)
    for id in ("w", "old"):
        assert other.open(id) == one.open(id)
        assert other.history(id) == one.history(id)
    assert other.setting("scale") == "1.5"
    assert other.dataset(address) == one.dataset(address)
    other.redo("w", author="Ann")
    other.undo("w", seq=2)
    assert other.open("w")[0].title == "Jacket"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("sqlite", "sqlite"),
        pytest.param("sqlite", "postgresql", marks=pytest.mark.postgres),
        pytest.param("postgresql", "sqlite", marks=pytest.mark.postgres),
    ],
)
def test_a_backup_moves_everything_between_engines(
    source: str, target: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Workshops, histories, who is archived, datasets, settings."""

    def address(engine: str, name: str) -> str:
        if engine == "sqlite":
            return str(tmp_path / name)
        make: Callable[[], str] = request.getfixturevalue("new_database")
        return make()

    with open_store(address(source, "a")) as one, open_store(address(target, "b")) as other:
        dataset = fill(one)
        one.backup(tmp_path / "all.zip")
        other.restore(tmp_path / "all.zip")
        assert_same(one, other, dataset)


def test_a_store_with_workshops_is_not_overwritten_by_chance(store: Store, tmp_path: Path) -> None:
    """It is refused, and everything stays; with `replace` it is as the backup was."""
    dataset = fill(store)
    store.backup(tmp_path / "all.zip")
    history = store.history("w")
    store.append("w", titled("Later"))
    extra = store.put_dataset(b"later")
    with pytest.raises(Refused, match="This store holds workshops already; restore into a new"):
        store.restore(tmp_path / "all.zip")
    assert store.open("w")[0].title == "Later"
    store.restore(tmp_path / "all.zip", replace=True)
    assert store.history("w") == history
    assert store.dataset(dataset)
    with pytest.raises(LookupError):
        store.dataset(extra)


def test_another_process_notices_a_restore(store: Store, tmp_path: Path) -> None:
    """What it holds in memory is not mixed with what was restored."""
    fill(store)
    store.backup(tmp_path / "all.zip")
    with open_store(store.url) as other:
        for title in ("A", "B", "C"):
            other.append("w", titled(title))
        store.restore(tmp_path / "all.zip", replace=True)
        assert other.open("w") == store.open("w")
        other.append("w", titled("After"))
        assert store.open("w")[1] == 5


def test_a_backup_holds_no_salt(store: Store, tmp_path: Path) -> None:
    """The salt of hashes stays with its store, and a restore does not take it away."""
    from journeykit.survey.privacy import salt_of

    salt = salt_of(store)
    store.backup(tmp_path / "kit.zip")
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        assert all(salt.encode() not in archive.read(name) for name in archive.namelist())
    store.restore(tmp_path / "kit.zip", replace=True)
    assert salt_of(store) == salt


def test_a_backup_holds_no_key(store: Store, tmp_path: Path) -> None:
    """A backup travels; the facilitator's key of a store stays with it."""
    key = store.facilitator_key()
    fill(store)
    store.backup(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        for name in archive.namelist():
            assert key.encode() not in archive.read(name)
    store.restore(tmp_path / "all.zip", replace=True)
    assert store.facilitator_key() == key


def test_a_backup_is_whole_or_is_not_there(store: Store, tmp_path: Path) -> None:
    """Where it cannot be written, nothing is left behind and the old one stays."""
    fill(store)
    with pytest.raises(StoreError, match="is not there; make it first"):
        store.backup(tmp_path / "nope" / "all.zip")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        store.backup(tmp_path / "folder")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_backup_does_not_overwrite_the_store(tmp_path: Path) -> None:
    """The one file that it must not become is refused."""
    with open_store(tmp_path / "kit.sqlite") as store:
        store.create(jacket())
        with pytest.raises(StoreError, match="another file than the store itself"):
            store.backup(tmp_path / "kit.sqlite")
        assert store.open("w")[0] == jacket()


@pytest.fixture
def target(tmp_path: Path) -> Store:
    """Open an empty store to restore into."""
    return open_store(tmp_path / "target.sqlite")


def tampered(tmp_path: Path, name: str, text: str | bytes | None) -> Path:
    """Return a backup in which one member was replaced, added or taken out."""
    with open_store(tmp_path / "source.sqlite") as store:
        fill(store)
        store.backup(tmp_path / "all.zip")
    with (
        zipfile.ZipFile(tmp_path / "all.zip") as old,
        zipfile.ZipFile(tmp_path / "bad.zip", "w") as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        if text is not None:
            new.writestr(name, text)
    return tmp_path / "bad.zip"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("edits.jsonl", None),
        ("edits.jsonl", ""),
        ("edits.jsonl", "{"),
        ("edits.jsonl", '{"workshop": "w", "seq": 2}\n'),
        ("workshops.jsonl", '{"id": "w"}\n'),
        ("settings.jsonl", "[]\n[1]\n"),
        ("datasets/" + "0" * 64, b"not what the address says"),
    ],
)
def test_a_damaged_backup_changes_nothing(
    target: Store, tmp_path: Path, name: str, text: str | None
) -> None:
    """All of it or nothing."""
    bad = tampered(tmp_path, name, text)
    with pytest.raises(StoreError, match="is damaged; nothing was restored"):
        target.restore(bad)
    assert target.workshops() + target.workshops(archived=True) == []
    assert target.setting("scale") is None


def test_an_edit_that_breaks_a_rule_is_not_restored(target: Store, tmp_path: Path) -> None:
    """A backup is no way around the rules."""
    bad = tampered(tmp_path, "edits.jsonl", None)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        lines = [json.loads(line) for line in archive.read("edits.jsonl").splitlines()]
    lines[-1]["edit"] = '{"kind":"remove","collection":"info","id":"info"}'
    with zipfile.ZipFile(bad, "a") as archive:
        archive.writestr("edits.jsonl", "\n".join(json.dumps(line) for line in lines))
    with pytest.raises(StoreError, match="Edit 4 of the workshop 'w' cannot be read"):
        target.restore(bad)
    assert target.workshops() == []


def test_names_in_a_backup_are_never_paths(target: Store, tmp_path: Path) -> None:
    """A name that climbs out of the folder writes no file anywhere."""
    data = b"evil"
    bad = tampered(tmp_path, "datasets/../../evil", data)
    with pytest.raises(StoreError, match="damaged"):
        target.restore(bad)
    assert list(tmp_path.parent.parent.rglob("evil")) == []
    with pytest.raises(LookupError):
        target.dataset(hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no backup"),
        (b"not a zip", "is not a backup, or only a part of one"),
        (b"", "is not a backup, or only a part of one"),
    ],
)
def test_a_file_that_is_no_backup_is_said_so(
    target: Store, tmp_path: Path, content: bytes | None, words: str
) -> None:
    """One sentence with the name of the file."""
    path = tmp_path / "x.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=words):
        target.restore(path)


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"journeykit": "backup", "format": 99}, "was made by a newer journeykit; update this one"),
        ({"kind": "photos"}, "is not a backup of journeykit"),
    ],
)
def test_another_zip_is_said_so(
    target: Store, tmp_path: Path, about: dict[str, object], words: str
) -> None:
    """A newer backup, or some other archive."""
    bad = tampered(tmp_path, "journeykit.json", json.dumps(about))
    with pytest.raises(StoreError, match=words):
        target.restore(bad)


def test_half_a_backup_is_said_so(target: Store, tmp_path: Path) -> None:
    """A copy that broke off."""
    bad = tampered(tmp_path, "none", None)
    bad.write_bytes(bad.read_bytes()[:-200])
    with pytest.raises(StoreError, match="or only a part of one"):
        target.restore(bad)
    data = bytearray(Path(tmp_path / "all.zip").read_bytes())
    data[400:420] = b"x" * 20
    bad.write_bytes(data)
    with pytest.raises(StoreError):
        target.restore(bad)
    assert target.workshops() == []
