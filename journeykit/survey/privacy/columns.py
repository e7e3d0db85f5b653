"""Columns that are personal as a whole, told by their heading or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from journeykit.survey.cells import words
from journeykit.survey.privacy import forms

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
    "postal code": frozenset({
        "zip", "zip code", "zipcode", "zip/postal code", "zip / postal code", "postal code",
        "postcode", "post code", "postal", "your zip code", "your postcode", "plz",
        "postleitzahl", "code postal", "código postal", "codigo postal", "cap", "cep",
        "почтовый индекс", "индекс", "邮编", "邮政编码", "what is your zip code",
        "what is your postcode", "what is your postal code", "home zip code", "home zip",
        "billing zip", "shipping zip",
    }),
    "handle": frozenset({
        "handle", "user handle", "username", "user name", "screen name", "screenname", "login",
        "nickname", "nick", "twitter handle", "twitter username", "instagram handle",
        "instagram username", "github username", "github handle", "github id", "discord",
        "discord handle", "discord username", "skype", "skype name", "skype id", "telegram",
        "telegram handle", "linkedin profile", "linkedin url", "benutzername", "nutzername",
        "nom d'utilisateur", "pseudo", "nombre de usuario", "nome utente", "gebruikersnaam",
        "имя пользователя", "用户名", "昵称", "微信", "wechat", "wechat id",
    }),
}  # fmt: skip
#: Headings that are personal whatever stands below them.
_ALWAYS = ("ip", "location")
#: (kind, form of a whole cell, least share of the filled cells)
_FORMS = (
    ("email", forms.EMAIL, 0.5),
    ("ip", forms.IPV4, 0.5),
    ("location", re.compile(r"\(?\s*-?\d{1,3}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}\s*\)?"), 0.5),
    ("postal code", forms.POSTCODE, 0.6),
    ("handle", forms.PROFILE, 0.5),
    ("handle", forms.HANDLE, 0.5),
)


def column_kind(name: str, text: str, cells: Mapping[str, int]) -> str | None:
    """Return which kind of personal data a whole column holds, or None.

    ``cells`` says how often each cell occurs.

    >>> column_kind("Contact", "Contact", {"a@example.org": 1, "b@example.org": 2})
    'email'
    """
    filled = {cell: n for cell, n in cells.items() if cell}
    for heading in (words(name), words(text)):
        bare = re.sub(r"^(\*?q?\d+[.):]?\s+)|[?:*]+$", "", heading).strip()
        for kind, headings in _HEADINGS.items():
            if bare in headings and (kind in _ALWAYS or not _chosen(kind, filled)):
                return kind
    total = sum(filled.values())
    if not total:
        return None
    for kind, pattern, least in _FORMS:
        if sum(n for cell, n in filled.items() if pattern.fullmatch(cell)) >= least * total:
            return kind
    if sum(n for cell, n in filled.items() if _ipv6(cell)) >= 0.5 * total:
        return "ip"
    if sum(n for cell, n in filled.items() if _phone(cell)) >= 0.6 * total:
        return "phone"
    return None


def _chosen(kind: str, filled: Mapping[str, int]) -> bool:
    """A column of Yes and No is a choice ("Email: yes"), whatever its heading.

    So is one whose few answers come again and again where a person would say their own.
    """
    said = {cell.casefold() for cell in filled}
    if bool(said) and said <= {"yes", "no", "y", "n", "true", "false", "0", "1", "ja", "nein"}:
        return True
    if kind != "handle":
        return False
    return sum(filled.values()) >= 5 * len(filled) and len(filled) <= 12


def _ipv6(cell: str) -> bool:
    found = forms.IPV6.fullmatch(cell)
    return found is not None and forms.is_ipv6(found)


def _phone(cell: str) -> bool:
    return bool(forms.PHONE.fullmatch(cell)) and forms.dialled(cell)
