"""What an engine says when something is wrong, as one sentence for a person."""

from __future__ import annotations

import re

from journeykit.errors import StoreError

# (what the engine's message holds, what a person reads); the first match wins
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"disk is full|No space left|53100", "The disk of the store {where} is full; nothing was "
     "changed. Free some space and try again."),
    (r"disk I/O error|File too large", "The store {where} could not be written (the system "
     "reported an input or output error); nothing was changed."),
    (r"readonly database|read-only transaction|25006", "The store {where} is read-only; nothing "
     "was changed. Ask for the right to write it, or name another store."),
    (r"not a database", "The file {where} is not a store; name another file."),
    (r"malformed|XX001|XX002", "The store {where} is damaged; restore your last backup into a "
     "new one."),
    (r"is locked|busy|55P03|40P01", "The store {where} is in use by another program that does "
     "not let go; nothing was changed. Close it and try again."),
    (r"unable to open database file", "The store {where} cannot be opened; see whether the file "
     "and its folder can be read and written."),
    (r"28P01|28000|password", "The store {where} refused the name or the password."),
    (r"3D000", "The server has no database of that name ({where}); make it first."),
    (r"42501", "The store {where} does not let this user do that; nothing was changed."),
    (r"connection to host|Can't create a connection|refused|timed out|network error|No such file|"
     r"Name or service|57P0|08\d\d\d|closed|Broken pipe|reset by peer",
     "The store {where} cannot be reached; see whether the server runs and the address is right."),
)  # fmt: skip


def trouble(error: BaseException, where: str) -> StoreError:
    """Return the `StoreError` for what an engine raised; never with a statement or a secret."""
    cause = getattr(error, "orig", None) or error
    said = str(cause)
    while cause := cause.__context__:  # pg8000 covers what the server said by a later trouble
        said += f"\n{cause}"
    for pattern, sentence in _SENTENCES:
        if re.search(pattern, said, re.IGNORECASE):
            return StoreError(sentence.format(where=f"'{where}'"))
    reason = said.splitlines()[0][:200] if said else type(error).__name__
    return StoreError(f"The store '{where}' could not do that ({reason}); nothing was changed.")
