"""A salted hash in the place of an e-mail or a customer's number, to link waves.

The hash is pseudonymous, not anonymous: whoever has the salt and a list of addresses can find
out who is who. So the salt stays in the store's settings and leaves it with no export.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Protocol

from journeykit.errors import Refused

#: The setting of the store that holds the salt; a backup leaves it out.
SETTING = "private.salt"
#: The column that takes the place of the one that was hashed.
COLUMN = "Person"
_DIGITS = 20


class Settings(Protocol):
    """What keeps a salt: `journeykit.store.Store`."""

    def setting(self, name: str) -> str | None:
        """Return a setting, or None."""

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting."""


def salt_of(store: Settings) -> str:
    """Return the store's salt, made when it is asked for first."""
    if not store.setting(SETTING):
        store.set_setting(SETTING, secrets.token_hex(32))
    return str(store.setting(SETTING))


def mark_of(salt: str | None) -> str:
    """Return what tells one salt from another and says nothing else about it.

    >>> mark_of("s") == mark_of("s"), mark_of("s") == mark_of("t"), mark_of(None)
    (True, False, '')
    """
    if not salt:
        return ""
    return hmac.new(salt.encode(), b"which salt", hashlib.sha256).hexdigest()[:8]


def pseudonym(cell: str, salt: str) -> str:
    """Return the salted hash (HMAC-SHA-256, 80 bits) of a cell; "" for a blank one.

    Case and white space do not count: one person is one hash. Raises `Refused` for no salt.

    >>> pseudonym("Ann@Example.org ", "s") == pseudonym("ann@example.org", "s")
    True
    """
    if not salt:
        raise Refused("Without a salt a hash can be guessed; attach the survey to a workshop.")
    bare = "".join(cell.split()).casefold()
    if not bare:
        return ""
    return hmac.new(salt.encode(), bare.encode(), hashlib.sha256).hexdigest()[:_DIGITS]
