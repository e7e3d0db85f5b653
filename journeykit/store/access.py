"""Who may come in: the facilitator's key, the participants' codes, and who a visitor is.

A code belongs to one workshop and is short enough to type; the key opens everything. Both are
settings that no backup carries, and both are compared in constant time. A participant's id is
derived from what only the visitor's browser knows, so nobody can take the place of another
by reading an export.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from journeykit.store.keeping import PRIVATE, Keeping

#: No letters and digits that look alike on a projector.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6
_ROOM = f"{PRIVATE}room."
_PEOPLE = f"{PRIVATE}people"


def room_code(keeping: Keeping, workshop: str) -> str:
    """Return the code of a workshop's room, made at the first call."""
    return keeping.setting(_ROOM + workshop) or renew_room_code(keeping, workshop)


def renew_room_code(keeping: Keeping, workshop: str) -> str:
    """Make a new code; whoever has the old one only has to scan again."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    keeping.set_setting(_ROOM + workshop, code)
    return code


def workshop_of_code(keeping: Keeping, given: str) -> str | None:
    """Return the workshop whose code this is; every code is compared, whichever fits."""
    asked = "".join(given.upper().split()).replace("-", "").encode("utf-8", "replace")
    found = None
    for name, code in keeping.settings(_ROOM).items():
        if hmac.compare_digest(code.encode(), asked):
            found = name.removeprefix(_ROOM)
    return found


def person(keeping: Keeping, workshop: str, visitor: str) -> str:
    """Return the id that a visitor has in a workshop: the same one at every visit."""
    salt = keeping.setting(_PEOPLE)
    if salt is None:
        keeping.keep_first(_PEOPLE, secrets.token_hex(32))
        salt = str(keeping.setting(_PEOPLE))
    said = f"{workshop}\n{visitor}".encode("utf-8", "replace")
    return "p" + hmac.new(salt.encode(), said, hashlib.sha256).hexdigest()[:15]
