"""What a store keeps beside the log: datasets by their content, settings, the key."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sqlalchemy import select

from journeykit.errors import Missing
from journeykit.store import schema
from journeykit.store.database import Database
from journeykit.store.log import clean, now

KEY = "facilitator_key"
#: Settings whose names begin like this are in no backup.
PRIVATE = "private."


class Keeping:
    """Datasets and settings of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_dataset(self, data: bytes) -> str:
        """Keep bytes and return their address, the SHA-256; the same bytes are kept once."""
        address = hashlib.sha256(data).hexdigest()
        column = schema.dataset.c.address
        with self._database.reading() as connection:
            if connection.execute(select(column).where(column == address)).first():
                return address
        with self._database.writing() as connection:
            row = {"address": address, "data": data, "added": now()}
            put = self._database.insert(schema.dataset).values(row)
            connection.execute(put.on_conflict_do_nothing())
        return address

    def dataset(self, address: str) -> bytes:
        """Return the bytes at an address; raise `Missing` when they are not in this store."""
        asked = select(schema.dataset.c.data).where(schema.dataset.c.address == clean(address))
        with self._database.reading() as connection:
            data = connection.execute(asked).scalar_one_or_none()
        if data is None:
            raise Missing(
                f"The survey answers '{address[:12]}…' are not here; import the file again."
            )
        return bytes(data)

    def setting(self, name: str) -> str | None:
        """Return a setting, or None."""
        asked = select(schema.setting.c.value).where(schema.setting.c.name == name)
        with self._database.reading() as connection:
            return connection.execute(asked).scalar_one_or_none()

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting in place of the one of that name."""
        put = self._database.insert(schema.setting).values(name=name, value=value)
        with self._database.writing() as connection:
            connection.execute(
                put.on_conflict_do_update(index_elements=["name"], set_={"value": value})
            )

    def settings(self, prefix: str) -> dict[str, str]:
        """Return the settings whose names begin with `prefix`."""
        known = schema.setting.c
        asked = select(known.name, known.value).where(
            known.name.startswith(prefix, autoescape=True)
        )
        with self._database.reading() as connection:
            return {row.name: row.value for row in connection.execute(asked)}

    def keep_first(self, name: str, value: str) -> None:
        """Keep a setting unless there is one already: of two at once, the first stays."""
        put = self._database.insert(schema.setting).values(name=name, value=value)
        with self._database.writing() as connection:
            connection.execute(put.on_conflict_do_nothing())

    def facilitator_key(self) -> str:
        """Return the key of this store, made at the first call."""
        if (key := self.setting(KEY)) is not None:
            return key
        self.keep_first(KEY, secrets.token_urlsafe(24))
        return self.facilitator_key()

    def check_key(self, given: str) -> bool:
        """Say whether `given` is the facilitator's key, in constant time."""
        right = self.facilitator_key().encode()
        return hmac.compare_digest(right, given.encode("utf-8", "replace"))
