"""Where a store is: a path, ``sqlite:///…`` or ``postgresql://…``, or the default file."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from journeykit.errors import StoreError

VARIABLE = "JOURNEYKIT_STORE"
_POSTGRES = ("postgresql", "postgres", "postgresql+pg8000")


@dataclass(frozen=True)
class Address:
    """A store's address: ``url`` opens it again, ``where`` names it without a password."""

    url: str
    where: str
    engine_url: URL
    path: Path | None = None
    connect_args: dict[str, Any] = field(default_factory=dict)


def resolve(given: str | os.PathLike[str] | None = None) -> Address:
    """Return the address of a store; raise `StoreError` for one that cannot be.

    Without an argument it is ``$JOURNEYKIT_STORE``, else a file in the user's data folder,
    which is made. The folder of a file that was named must be there.

    >>> resolve("postgresql://ann:secret@db/kit").where
    'postgresql://ann:***@db/kit'
    """
    given = given if given is not None else os.environ.get(VARIABLE) or None
    if given is None:
        return _file(_default())
    text = os.fspath(given)
    if "://" not in text:
        return _file(Path(text).expanduser())
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise StoreError(
            "The address of the store cannot be read; write a path, sqlite:///… or "
            "postgresql://user@host/database."
        ) from None
    if url.drivername == "sqlite":
        if not url.database or url.database == ":memory:":
            raise StoreError("A store needs a file: write sqlite:///path/to/file.")
        return _file(Path(url.database).expanduser())
    if url.drivername in _POSTGRES:
        return _server(text, url)
    raise StoreError(
        f"There is no store on '{url.drivername}'; write a path, sqlite:///… or postgresql://…."
    )


def _default() -> Path:
    from platformdirs import user_data_path

    folder = user_data_path("journeykit", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder '{folder}' for the store cannot be made ({error.strerror}); "
            f"name another file in {VARIABLE}."
        ) from None
    return folder / "journeykit.sqlite"


def _file(path: Path) -> Address:
    path = path.absolute()
    if not path.parent.is_dir():
        raise StoreError(f"The folder '{path.parent}' is not there; make it, or name another file.")
    if path.is_dir():
        raise StoreError(f"'{path}' is a folder; a store is a file, name one in it.")
    return Address(
        url=f"sqlite:///{path}",
        where=str(path),
        engine_url=URL.create("sqlite", database=str(path)),
        path=path,
        connect_args={"timeout": 15.0},
    )


def _server(text: str, url: URL) -> Address:
    if not url.database:
        raise StoreError("The address of the store names no database: postgresql://…/database.")
    query = {name: value if isinstance(value, str) else value[0] for name, value in
             url.query.items()}  # fmt: skip
    arguments: dict[str, Any] = {"timeout": 30, "application_name": "journeykit"}
    host = query.get("host", url.host or "")
    if host.startswith("/"):  # the folder of a Unix socket, as libpq writes it
        arguments["unix_sock"] = f"{host}/.s.PGSQL.{url.port or query.get('port', 5432)}"
    elif query.get("sslmode", "prefer") not in ("disable", "allow", "prefer"):
        arguments["ssl_context"] = _tls(query["sslmode"])
    return Address(
        url=text,
        where=url.set(drivername="postgresql", query={}).render_as_string(hide_password=True),
        engine_url=url.set(drivername="postgresql+pg8000", query={}),
        connect_args=arguments,
    )


def _tls(mode: str) -> ssl.SSLContext:
    """Return the context for libpq's ``sslmode``: `require` encrypts, `verify-…` checks too."""
    context = ssl.create_default_context()
    context.check_hostname = mode == "verify-full"
    if mode == "require":
        context.verify_mode = ssl.CERT_NONE
    return context
