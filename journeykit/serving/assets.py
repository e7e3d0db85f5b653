"""The files that pages are made of: sent once, compressed, and kept by the browser."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, RequestHandler, StaticFileHandler
from voila.static_file_handler import MultiStaticFileHandler
from voila.utils import get_page_config

from journeykit.widgets import looks

#: what a page of ours needs of the JupyterLab extensions that are installed
EXTENSIONS = [
    "@voila-dashboards/widgets-manager8",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
]
#: stands where Voilà would load MathJax from another machine; our pages hold no formulas
NO_MATHEMATICS = (
    "data:text/javascript,MathJax={Hub:{Config(){},Configured(){},Queue(){},"
    "Register:{StartupHook(){}}}}//"
)
_YEAR = 365 * 24 * 3600


@lru_cache(maxsize=1)
def release() -> str:
    """A short name of the installed scripts: it changes when one of them is updated."""
    parts = [f"{name} {version(name)}" for name in ("voila", "ipywidgets", "anywidget")]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:10]


@lru_cache(maxsize=512)
def _packed(path: str, changed: float) -> bytes:
    return gzip.compress(Path(path).read_bytes(), compresslevel=6, mtime=0)


class Packed(StaticFileHandler):
    """Files that are compressed once and then sent from memory."""

    def _packs(self) -> bool:
        kind = mimetypes.guess_type(self.absolute_path or "")[0] or ""
        text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        return text and "gzip" in self.request.headers.get("Accept-Encoding", "")

    def _body(self) -> bytes:
        path = self.absolute_path
        assert path is not None
        return _packed(path, Path(path).stat().st_mtime)

    def set_extra_headers(self, path: str) -> None:
        """Say how the file is packed, and that it is what its name says."""
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Vary", "Accept-Encoding")
        if self._packs():
            self.set_header("Content-Encoding", "gzip")
            self.request.headers.pop("Range", None)

    def get_content_size(self) -> int:
        """Return the number of bytes that will be sent."""
        return len(self._body()) if self._packs() else super().get_content_size()

    @classmethod
    def get_content_version(cls, abspath: str) -> str:
        """Tell versions apart by time and size, without reading the file."""
        status = Path(abspath).stat()
        return f"{status.st_mtime_ns:x}-{status.st_size:x}"

    def get_content(  # type: ignore[override]
        self, abspath: str, start: int | None = None, end: int | None = None
    ) -> Iterable[bytes]:
        """Return the bytes of the file as they will be sent."""
        if self._packs():
            return (self._body(),)
        return super().get_content(abspath, start, end)


class OwnFiles(Packed):
    """The kit's style sheet and small scripts: asked for again each time, sent if changed."""

    def get_cache_time(self, path: str, modified: Any, mime_type: str) -> int:
        """Never use a copy without asking."""
        return 0

    def set_extra_headers(self, path: str) -> None:
        """Never use a copy without asking."""
        super().set_extra_headers(path)
        self.set_header("Cache-Control", "no-cache")


class LastingFiles(Packed, MultiStaticFileHandler):
    """Scripts whose address changes with their version, so a copy is good for a year."""

    def get_cache_time(self, path: str, modified: Any, mime_type: str) -> int:
        """How long a copy is good, in seconds."""
        return _YEAR

    def set_extra_headers(self, path: str) -> None:
        """A copy never has to be asked about."""
        super().set_extra_headers(path)
        self.set_header("Cache-Control", f"public, max-age={_YEAR}, immutable")


@lru_cache(maxsize=1)
def _own() -> dict[str, tuple[bytes, str]]:
    """The kit's scripts and style, packed, by name."""
    kinds = {"js": "text/javascript", "css": "text/css"}
    return {
        name: (gzip.compress(text.encode(), mtime=0), kinds[name.rpartition(".")[2]])
        for name, text in looks.files().values()
    }


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {key: name for key, (name, _) in looks.files().items()}


def own_file(base: str, key: str) -> str:
    """Return the address of one of the files of `looks.files`, such as ``"page.js"``."""
    return f"{base}assets/own/{_names()[key]}"


class OwnLooks(RequestHandler):
    """The kit's scripts and style: their address changes with their content."""

    def get(self, name: str) -> None:
        """Send one of them, packed if the browser can unpack it."""
        if name not in _own():
            raise HTTPError(404)
        data, kind = _own()[name]
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.set_header("Cache-Control", f"public, max-age={_YEAR}, immutable")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
        else:
            data = gzip.decompress(data)
        self.finish(data)


def page_config(server: Any) -> dict[str, Any]:
    """What Voilà's script in the browser is told: where files are, what to load."""
    base = server.base_url
    lasting = f"{base}assets/{release()}"
    server.voila_configuration.extension_allowlist = EXTENSIONS
    config = get_page_config(
        base_url=base,
        settings=server.app.settings,
        log=server.log,
        voila_configuration=server.voila_configuration,
    )
    config.update(
        fullStaticUrl=f"{lasting}/voila",
        fullLabextensionsUrl=f"{lasting}/extensions",
        journeykitAssets=f"{base}assets/journeykit",
        journeykitStyle=own_file(base, "page.css"),
        journeykitScript=own_file(base, "page.js"),
        journeykitBoot=own_file(base, "boot.js"),
        journeykitCharts=own_file(base, "charts.js"),
        mathjaxConfig="none",
        fullMathjaxUrl=NO_MATHEMATICS,
    )
    return config
