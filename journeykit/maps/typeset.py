"""Pages set by Typst: PDF that can be read aloud, SVG and PNG; and which letters no font has.

What people typed reaches Typst as JSON data and is never read as markup. A PDF is tagged and
follows PDF/UA-1 (headings, table headers, text alternatives, embedded fonts) wherever every
letter can be shown; a letter that no font of this machine holds would break that promise, so
then it is an ordinary tagged PDF, and `missing_letters` names what is empty on it.
"""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Literal

Format = Literal["pdf", "svg", "png"]

#: the fonts of every page, the first that is there; Libertinus comes with Typst
FONTS = (
    "DejaVu Sans", "Segoe UI", "Helvetica Neue", "Liberation Sans", "Arial", "Noto Sans",
    "Libertinus Serif",
)  # fmt: skip
_UNSHOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_TRIES = 12


def typeset(
    template: str, name: str, data: Any, format: Format = "pdf", ppi: int = 144
) -> list[bytes]:
    """Return the pages of a template of ``templates/report``: a PDF is one file of all pages.

    The template reads its data as ``json(bytes(sys.inputs.<name>))``.
    """
    import typst

    from journeykit.library import folder

    place = folder("report") / template
    asked: dict[str, Any] = {
        "input": str(place),
        "root": str(place.parent),
        "format": format,
        "ppi": float(ppi),
        "sys_inputs": {name: json.dumps(data)},
        # of the day, so that the same map is the same file
        "timestamp": int(time.time()) // 86400 * 86400,
    }
    try:
        made: Any = typst.compile(**asked, pdf_standards="ua-1" if format == "pdf" else None)
    except typst.TypstError as error:
        if format != "pdf" or "PDF/UA" not in str(error):
            raise
        made = typst.compile(**asked)
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def missing_letters(texts: Iterable[str]) -> list[str]:
    """Return the letters that no font here can show, one for each script that is missing.

    >>> missing_letters(["Winter jacket, 49 €", "Größe", "Размер"])
    []
    """
    letters = {sign for text in texts for sign in text if _rare(sign)}
    return list(_missing("".join(sorted(letters))))


def _rare(sign: str) -> bool:
    """Whether a sign is beyond what every font holds; marks and blanks are never alone."""
    return sign > "\u024f" and unicodedata.category(sign)[0] not in "CMZ"


@lru_cache(maxsize=64)
def _missing(letters: str) -> tuple[str, ...]:
    return tuple(_one_by_one(letters))


def _one_by_one(letters: str) -> Iterator[str]:
    import typst

    families = ", ".join(json.dumps(font) for font in FONTS)
    for _ in range(_TRIES):
        if not letters:
            return
        quoted = json.dumps(" ".join(letters), ensure_ascii=False)
        page = f'#set document(title: "x")\n#set text(font: ({families}))\n#text({quoted})'
        try:
            typst.compile(page.encode(), format="pdf", pdf_standards="ua-1")
            return
        except typst.TypstError as error:
            found = _UNSHOWN.search(str(error))
        if not found:
            return
        sign = found[1][0]
        yield sign
        letters = "".join(each for each in letters if _script(each) != _script(sign))


def _script(sign: str) -> str:
    """The first word of a sign's name, which is that of its script."""
    return unicodedata.name(sign, sign).partition(" ")[0]


def missing_words(letters: Iterable[str]) -> str:
    """Say which letters are missing, and of which scripts.

    >>> missing_words(["你"])
    '你 (CJK)'
    """
    return ", ".join(f"{each} ({_script(each)})" for each in letters)


__all__ = ["FONTS", "Format", "missing_letters", "missing_words", "page_count", "typeset"]
