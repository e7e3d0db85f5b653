"""The store: every workshop as a log of edits, on SQLite or PostgreSQL.

>>> import tempfile, pathlib
>>> from journeykit.edits import Change
>>> from journeykit.model import Workshop
>>> folder = tempfile.TemporaryDirectory()
>>> with open_store(pathlib.Path(folder.name) / "kit.sqlite") as store:
...     id = store.create(Workshop.new("Jacket"), author="Ann")
...     edit = Change(collection="info", id="info", fields={"title": "Warm jacket"})
...     workshop, entry = store.append(id, edit, author="Ann")
...     entry.seq, workshop.title, [entry.words for entry in store.history(id)]
(2, 'Warm jacket', ['changed title of the workshop', "made the workshop 'Jacket'"])
>>> folder.cleanup()
"""

from __future__ import annotations

from journeykit.store.records import Card, Entry, Present, TurnedAway
from journeykit.store.store import Store, open_store
from journeykit.store.watching import Watch

__all__ = ["Card", "Entry", "Present", "Store", "TurnedAway", "Watch", "open_store"]
