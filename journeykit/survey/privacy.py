"""Personal data: columns that are dropped and words that are replaced before anything is kept.

Headings and cells are both looked at. What the scan finds is reported in counts, never shown.
It finds what has a form (e-mail, telephone, IP, position) and columns of names; a name inside a
comment it cannot know, so a person still has to read free text before it is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from journeykit.survey.cells import words

EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
IP = re.compile(
    r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w]|\.\d)|"
    r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(?![\w:])|"
    r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){2,6}:[0-9a-fA-F:]*[0-9a-fA-F]{1,4}(?![\w:])"
)
PHONE = re.compile(
    r"(?<![\w$€£.,:/+-])(?:\+\d{1,3}[\s./-]?)?(?:\(\d{1,4}\)[\s./-]?)?\d{1,4}(?:[\s./-]\d{2,8}){1,5}"
    r"(?![\w:]|[.,/-]\d)|(?<![\w$+])\+\d{8,15}(?!\d)"
)
_DAY = re.compile(r"\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}")
_POSITION = re.compile(r"\(?\s*-?\d{1,3}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}\s*\)?")

_HEADINGS: dict[str, frozenset[str]] = {
    "email": frozenset({
        "email", "e-mail", "e mail", "email address", "e-mail address", "recipient email",
        "your email", "your email address", "e-mail-adresse", "email adresse", "mail",
        "adresse e-mail", "correo electrónico", "e-mail des empfängers", "contact email",
        "адрес электронной почты", "邮箱",
    }),
    "name": frozenset({
        "name", "first name", "last name", "full name", "your name", "surname", "family name",
        "given name", "middle name", "forename", "recipient first name", "recipient last name",
        "respondent name", "customer name", "participant name", "contact name", "vorname",
        "nachname", "vor- und nachname", "nom", "prénom", "nombre", "apellidos", "apellido",
        "nachname des empfängers", "vorname des empfängers", "firstname", "lastname", "имя",
        "фамилия", "姓名", "requester", "requester name", "signature",
    }),
    "phone": frozenset({
        "phone", "phone number", "telephone", "telephone number", "mobile", "mobile number",
        "mobile phone", "cell phone", "cell", "tel", "tel.", "telefon", "telefonnummer",
        "handynummer", "téléphone", "teléfono", "your phone number", "contact number",
        "телефон", "手机", "whatsapp",
    }),
    "ip": frozenset({
        "ip", "ip address", "ipaddr", "ip addr", "ipaddress", "ip-adresse", "ip adresse",
        "来自ip", "remote ip", "client ip",
    }),
    "location": frozenset({
        "location latitude", "location longitude", "latitude", "longitude", "lat", "lon", "lng",
        "breitengrad des standorts", "längengrad des standorts", "gps", "geo location",
        "coordinates", "lat long", "lat/long",
    }),
    "address": frozenset({
        "address", "street", "street address", "home address", "postal address", "address 1",
        "address 2", "address line 1", "address line 2", "anschrift", "adresse", "straße",
        "dirección", "адрес",
    }),
}  # fmt: skip


def column_kind(name: str, text: str, cells: Mapping[str, int]) -> str | None:
    """Return which kind of personal data a whole column holds, or None.

    >>> column_kind("Contact", "Contact", {"a@example.org": 1, "b@example.org": 2})
    'email'
    """
    filled = {cell: n for cell, n in cells.items() if cell}
    for heading in (words(name), words(text)):
        bare = re.sub(r"^(q?\d+[.):]?\s+)|[?:*]+$", "", heading).strip()
        for kind, headings in _HEADINGS.items():
            if bare in headings and (kind in ("ip", "location") or not _chosen(filled)):
                return kind
    total = sum(filled.values())
    if not total:
        return None
    for kind, pattern in (("email", EMAIL), ("ip", IP), ("location", _POSITION)):
        if sum(n for cell, n in filled.items() if pattern.fullmatch(cell)) >= 0.5 * total:
            return kind
    if sum(n for cell, n in filled.items() if _phone(cell)) >= 0.6 * total:
        return "phone"
    return None


def _chosen(filled: Mapping[str, int]) -> bool:
    """A column of Yes and No is a choice ("Email: yes"), whatever its heading."""
    said = {cell.casefold() for cell in filled}
    return bool(said) and said <= {"yes", "no", "y", "n", "true", "false", "0", "1", "ja", "nein"}


def _phone(cell: str) -> bool:
    found = PHONE.fullmatch(cell)
    return bool(found) and _dialled(cell)


def _dialled(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    if _DAY.fullmatch(text) or re.fullmatch(r"\d{4}\s?[-–/]\s?\d{4}", text):
        return False
    if text.startswith("+"):
        return 8 <= digits <= 15
    groups = len(re.findall(r"\d+", text))
    if text.startswith(("0", "(")):
        return 9 <= digits <= 13 and groups >= 2
    # 415-555-2671, 1-415-555-2671
    return 10 <= digits <= 11 and groups >= 3


def scrub(text: str) -> tuple[str, dict[str, int]]:
    """Return a text with e-mails, IPs and telephone numbers replaced, and how many of each.

    >>> scrub("Write to ann@example.org or call +41 44 123 45 67.")
    ('Write to [email] or call [phone].', {'email': 1, 'phone': 1})
    """
    counts: dict[str, int] = {}
    if "@" in text:
        text, found = EMAIL.subn("[email]", text)
        if found:
            counts["email"] = found
    if not any(character.isdigit() for character in text):
        return text, counts
    text, found = IP.subn("[ip]", text)
    if found:
        counts["ip"] = found
    phones = [0]

    def replace(match: re.Match[str]) -> str:
        if not _dialled(match[0]):
            return match[0]
        phones[0] += 1
        return "[phone]"

    text = PHONE.sub(replace, text)
    if phones[0]:
        counts["phone"] = phones[0]
    return text, counts
