"""What charts are made without: a grammar of internationalized addresses."""

from __future__ import annotations

import sys


def without_grammar() -> None:
    """Keep jsonschema, which Altair and Jupyter check with, from building a grammar it never needs.

    The optional ``rfc3987_syntax`` takes 1.4 of the 1.9 seconds of ``import altair``, once in
    each process. No chart and no notebook of ours has a field of the format ``iri``, which is
    all that it checks. Called where a process is our own: the report, its kernel, the server.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
