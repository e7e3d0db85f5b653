"""Names of persons inside texts: the respondent's own, and those that a pattern gives away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from journeykit.survey.cells import dropped

if TYPE_CHECKING:
    from journeykit.survey.columns import Answers, Column

_CAP = r"[A-ZÀ-ÖØ-ÞА-ЯЁ][a-zß-öø-ÿа-яё]+(?:[A-Z][a-z]+)?(?:['’-][A-ZÀ-ÖØ-ÞА-ЯЁ]?[a-zß-öø-ÿа-яё]+)*"
_INITIAL = r"[A-ZÀ-ÖØ-ÞА-ЯЁ]\."
_NAME = (
    rf"{_CAP}(?: (?:(?:de|da|di|van|von|der|den|le|la|bin|al) ){{0,2}}(?:{_CAP}|{_INITIAL})){{0,2}}"
)
_SAID = (
    "my name is|my name's|mein name ist|ich hei(?:ß|ss)e|je m'appelle|je m’appelle|mon nom est|"
    "me llamo|mi nombre es|mi chiamo|il mio nome è|meu nome é|chamo-me|меня зовут|ik heet|"
    "mijn naam is"
)
_TITLES = (
    "Mr|Mrs|Ms|Miss|Mister|Dr|Prof|Professor|Herr|Herrn|Frau|Monsieur|Madame|Mme|Mlle|Señor|Señora|"
    "Sr|Sra|Signor|Signora|Senhor|Senhora|Meneer|Mevrouw|Господин|Госпожа"
)
_GREETINGS = (
    "dear|hi|hello|hey|hallo|liebe|lieber|guten tag|bonjour|cher|chère|hola|querido|querida|ciao|"
    "caro|cara|olá|beste|привет|здравствуйте|thanks|thank you|danke|merci|gracias|grazie"
)
_CLOSINGS = (
    "regards|best regards|kind regards|warm regards|sincerely|yours sincerely|yours|best wishes|"
    "cheers|mit freundlichen gr(?:ü|ue)(?:ß|ss)en|freundliche gr(?:ü|ue)(?:ß|ss)e|"
    "viele gr(?:ü|ue)(?:ß|ss)e|liebe gr(?:ü|ue)(?:ß|ss)e|lg|mfg|cordialement|saludos|"
    "un saludo|saluti|cordiali saluti|atenciosamente|met vriendelijke groet|groeten|с уважением"
)
_SERVED = (
    "served by|helped by|assisted by|attended by|spoke to|spoke with|talked to|talked with|"
    "colleague|employee called|agent called|bedient von|betreut von|gesprochen mit"
)
#: Capitalized words behind a greeting that are nobody's name.
_NOBODY = frozenset({
    "world", "all", "everyone", "everybody", "team", "there", "support", "sir", "sirs", "madam",
    "customer", "customers", "service", "services", "folks", "guys", "friends", "colleagues",
    "staff", "developers", "community", "sales", "manager", "management", "again", "you",
    "your", "for", "the", "very", "so", "much", "god", "goodness", "to", "with", "and", "but",
    "it", "this", "that", "we", "our", "my", "i", "they", "he", "she", "kundenservice",
    "kunde", "kundin", "kunden", "damen", "herren", "zusammen", "alle", "vielen", "dank",
    "equipo", "todos", "todas", "tous", "toutes", "à", "équipe", "clientes", "cliente",
    "tutti", "ihr", "ihnen", "euch", "für", "pour", "por", "per", "in", "on", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
    "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "christmas", "easter", "amazon", "google", "apple", "microsoft", "jupyter",
    "python", "dask", "english", "german", "french", "spanish",
})  # fmt: skip
_TITLED = re.compile(rf"\b({_TITLES})(\.?)\s+({_NAME})")
_TOLD = re.compile(rf"(?i:\b({_SAID}|{_SERVED}))\s+({_NAME})")
_GREETED = re.compile(rf"(?i:\b({_GREETINGS}))\s+({_NAME})(?=\s*[,!:\n]|\s+[-–—]|$)")
_SIGNED = re.compile(rf"(?i:\b({_CLOSINGS}))([\s,.!–—-]+)({_NAME})\s*$")
_CHINESE = re.compile(r"(我叫|我是|姓名[::])([\u4e00-\u9fff]{2,4})(?=[,,。.;;!!\s]|$)")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: Parts of names that say nothing alone.
_SMALL = frozenset({
    "de", "da", "di", "van", "von", "der", "den", "le", "la", "bin", "al", "dr", "mr", "mrs",
    "ms", "miss", "prof", "herr", "frau",
})  # fmt: skip

#: A quick look for the patterns above, in the syntax of RE2.
SIGNS = rf"\b({_TITLES})\.?\s|(?i:\b({_SAID}|{_SERVED}|{_GREETINGS}|{_CLOSINGS})\b)|我叫|我是|姓名"
_SIGN = re.compile(SIGNS)
MARK = "[name]"


def named(text: str) -> tuple[str, int]:
    """Return a text with the names that a pattern gives away replaced, and how many.

    >>> named("Dear Anna, the till was slow. Mr Smith helped. Best regards, Eve Example")
    ('Dear [name], the till was slow. Mr [name] helped. Best regards, [name]', 3)
    >>> named("Hi Team, thanks all!")
    ('Hi Team, thanks all!', 0)
    """
    if not _SIGN.search(text):
        return text, 0
    found = [0]

    def swap(match: re.Match[str]) -> str:
        name = match[match.re.groups]
        if all(word.casefold() in _NOBODY for word in _TOKEN.findall(name)[:1]):
            return match[0]
        found[0] += 1
        return match[0][: match.start(match.re.groups) - match.start()] + MARK

    for pattern in (_TITLED, _TOLD, _GREETED, _SIGNED, _CHINESE):
        text = pattern.sub(swap, text)
    return text, found[0]


class Names:
    """The names of the respondents, as their columns say, to be found again in their texts.

    ``rows`` has for each respondent what stands in the columns of names. Somebody's own name is
    found part by part where it is written with a capital; a full name is found in everybody's
    texts.

    >>> names = Names(["Ann Example", "Will Mark"])
    >>> names.without(0, "I, Ann, will mark this. Ask Will Mark.")
    ('I, [name], will mark this. Ask [name].', 2)
    """

    def __init__(self, rows: Iterable[str]) -> None:
        parts: dict[str, tuple[str, ...]] = {}
        self._own: list[tuple[str, ...]] = []
        for row in rows:
            if row not in parts:
                parts[row] = tuple(part.casefold() for part in _parts(row))
            self._own.append(parts[row])
        self._full: dict[str, list[tuple[str, ...]]] = {}
        for name in parts.values():
            if len(name) >= 2:
                self._full.setdefault(name[0], []).append(name)

    def without(self, at: int, text: str) -> tuple[str, int]:
        """Return a respondent's text without names, and how many were replaced."""
        own = self._own[at]
        folded = text.casefold()
        if not any(part in folded for part in own) and self._full.keys().isdisjoint(
            _TOKEN.findall(folded)
        ):
            return text, 0
        words = list(_TOKEN.finditer(text))
        spans: list[tuple[int, int]] = []
        skip = 0
        for i, word in enumerate(words):
            if i < skip:
                continue
            n = self._length(words, i)
            if n == 0 and word[0].casefold() in own and word[0][0].isupper():
                n = 1
                while i + n < len(words) and words[i + n][0].casefold() in own:
                    n += 1
            if n:
                spans.append((word.start(), words[i + n - 1].end()))
                skip = i + n
        for start, end in reversed(spans):
            text = text[:start] + MARK + text[end:]
        return text, len(spans)

    def _length(self, words: Sequence[re.Match[str]], at: int) -> int:
        """How many words from here are somebody's full name."""
        for parts in self._full.get(words[at][0].casefold(), ()):
            said = tuple(word[0].casefold() for word in words[at : at + len(parts)])
            if said == parts and any(word[0][0].isupper() for word in words[at : at + len(parts)]):
                return len(parts)
        return 0


def _parts(name: str) -> list[str]:
    return [
        part
        for part in _TOKEN.findall(name)
        if part.casefold() not in _SMALL and (len(part) > 2 or not part.isascii())
    ]


def own_names(answers: Answers, rows: Sequence[str]) -> tuple[Answers, dict[str, int]]:
    """Return the answers without the respondents' names in free text, and cells by column.

    ``rows`` is as for `Names`. Choices are left alone: an option may be somebody's name.
    """
    from journeykit.survey.columns import column as column_of

    names = Names(rows)
    changed, counts = {}, {}
    for name, column in answers.columns.items():
        if not _is_free(column):
            continue
        cells = column.arrow().to_pylist()
        hits = 0
        for at, cell in enumerate(cells):
            if cell:
                text, n = names.without(at, dropped(cell))
                cells[at] = text if n else cell
                hits += bool(n)
        if hits:
            changed[name], counts[name] = column_of(cells), hits
    return (answers.changed(changed) if changed else answers), counts


def _is_free(column: Column) -> bool:
    """Whether people wrote a column's cells themselves: hardly two are the same, with words."""
    filled = {cell: n for cell, n in column.sample.items() if cell}
    total = sum(filled.values())
    if not total or len(filled) < (0.5 if total > 10 else 0.8) * total:
        return False
    return sum(" " in cell and not cell[0].isdigit() for cell in filled) >= 0.3 * len(filled)
