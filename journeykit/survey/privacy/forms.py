"""What has a form: e-mail, IP, telephone, position, postal code, street, handle, account."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_address

from journeykit.survey.privacy.names import SIGNS, named

EMAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_SPELLED = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?[\[({]\s?(?:at|@)\s?[\])}]\s?[\w-]+"
    r"(?:\s?[\[({]\s?(?:dot|\.)\s?[\])}]\s?\w+|\.\w+)+",
    re.I,
)
_QUAD = r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)"
IPV4 = re.compile(rf"(?<![\w.])(?<!version )(?<!release ){_QUAD}(?![\w]|\.\d)", re.I)
IPV6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:%\w+)?(?![\w:])", re.I)
PHONE = re.compile(
    r"(?<![\w$€£.,:/+#-])(?:\+\d{1,3}[\s./-]?)?(?:\(\d{1,4}\)[\s./-]?)?\d{1,4}"
    r"(?:[\s./-]\d{2,8}){1,5}(?![\w:]|[.,/-]\d)|(?<![\w$+])\+\d{8,15}(?!\d)"
)
#: Digits without a gap are a telephone number only where the words before say so.
_CALLS = (
    "call|phone|ring|reach|text|mobile|cell|tel|telephone|whatsapp|handy|telefon\\w*|natel|"
    "mobil\\w*|anrufen|rückruf|téléphone|portable|teléfono|móvil|telefono|cellulare|телефон|тел"
)
_CALLED = re.compile(
    rf"((?:\b(?:{_CALLS})\b|电话|手机)[^\d\n]{{0,25}})(?<!\d)(\+?\d{{7,15}})(?![\d.,]\d|\d)", re.I
)
_DAY = re.compile(r"\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}")
#: Words before a number that is no telephone number, however it is grouped.
_ORDER = re.compile(
    r"\b(?:order|invoice|ref|reference|ticket|case|booking|reservation|tracking|parcel|isbn|"
    r"serial|article|item|sku|part|model|receipt|contract|policy|bestell\w*|auftrag\w*|"
    r"rechnung\w*|sendung\w*|artikel\w*|kundennummer|commande|facture|pedido|factura|ordine|"
    r"заказ\w*|订单\w*)\b[^\d\n]{0,15}$",
    re.I,
)
_NUMBER = r"[-+]?\d{1,3}\.\d{4,}"
POSITION = re.compile(
    rf"(?<![\w.])\(?\s*({_NUMBER})°?\s*[NS]?\s*[,;]\s*({_NUMBER})°?\s*[EWO]?\s*\)?(?![\w.])"
)
_DEGREES = re.compile(
    r"\d{1,3}°\s*\d{1,2}[′'’]\s*(?:\d{1,2}(?:\.\d+)?[″\"”]\s*)?[NS]\W{1,3}"
    r"\d{1,3}°\s*\d{1,2}[′'’]\s*(?:\d{1,2}(?:\.\d+)?[″\"”]\s*)?[EWO]\b"
)
#: Forms that are postal codes on their own: British, Canadian, Dutch.
POSTCODE = re.compile(
    r"\b(?:GIR 0AA|[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}|"
    r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d|"
    r"[1-9]\d{3} (?!(?:S[ADS]|A[DMNST]|B[CY]|DO|E[US]|GB|GO|I[FNST]|K[GM]|M[BLMY]|CM|N[OU]|"
    r"O[FKNR]|P[CM]|SO|T[BOV]|U[KPS]|WE)\b)[A-Z]{2})\b"
)
_STATE = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|"
    "T[NX]|UT|V[AT]|W[AIVY]"
)
#: Digits alone are one behind the word for it, a state, a country's letter.
_ZIPS = (
    "zip|zip[ -]?code|post ?code|postal code|plz|postleitzahl|code postal|código postal|cap:|cp:|"
    "cep:|индекс"
)
_ZIP = re.compile(
    rf"((?:\b(?:{_ZIPS})|邮编)\W{{0,3}}(?:is|ist|est|:)?\s{{0,2}})(\d{{4,6}}(?:-\d{{3,4}})?)\b",
    re.I,
)
_STATED = re.compile(rf"(\b(?:{_STATE}),? )(\d{{5}}(?:-\d{{4}})?)\b|\b((?:D|CH|A|F)-)(\d{{4,5}})\b")
_ROADS = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Crescent|Close|"
    "Terrace|Square|Way"
)
_STRASSEN = "straße|strasse|str\\.|gasse|weg|platz|allee|ufer"
_STREET = re.compile(
    rf"\b\d{{1,5}}[a-zA-Z]?,? (?:[A-ZÄÖÜ][\w'’.-]+ ){{1,3}}(?:{_ROADS})\b\.?|"
    rf"\b[A-ZÄÖÜ][\wäöüß-]*(?:{_STRASSEN}) \d{{1,4}}[a-z]?\b|"
    r"\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin) (?:(?:de|du|des|la|le|"
    r"l'|d')\s?)*[A-ZÀ-Ý][\w'’-]+|"
    r"\b(?:Calle|Avenida|Via|Piazza|Rua) (?:[A-ZÀ-Ý][\w'’-]+ ){1,3},? ?\d{1,4}\b"
)
HANDLE = re.compile(r"(?<![\w@./`])@(?!\d+\b)[A-Za-z_][\w.]{1,29}[A-Za-z0-9_](?![\w@])")
PROFILE = re.compile(
    r"(?:https?://)?(?:www\.|[a-z]{2}\.)?(?:twitter|x|instagram|facebook|linkedin|github|gitlab|"
    r"tiktok|threads|vk|t|wa)\.(?:com|net|me)/(?:in/|u/|@)?[\w.%-]{2,}/?(?=[\s,.;)]|$)",
    re.I,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b")
_CARD = re.compile(r"(?<![\d-])\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?![\d-])")

_DIGIT = re.compile(r"\d")
#: Whatever `scrub` finds in a cell matches this: a quick look that spares it most cells. It is
#: in the syntax of RE2, for Arrow, and has to grow with `scrub`.
WORTH_A_LOOK = (
    r"@|::|°|\+[^\p{L}]*\d|(\p{Nd}[\s\x{a0}\x{2009}\x{202f}./()-]{0,4}){9}|"
    r"([0-9a-fA-F]{1,4}:){7}|\d\.\d{1,3}\.\d|\d\.\d{4}|[A-Z]\d[A-Z\d]? ?\d[A-Z]|"
    r"\b[1-9]\d{3} [A-Z]{2}\b|(?i:[\[({] ?at ?[\])}])|\.(com|me|net)/|"
    rf"\b({_STATE}|D|CH|A|F)[, -]+\d{{4}}|(?i:\b({_ZIPS})\b)|邮编|电话|手机|"
    rf"(?i:\b({_CALLS})\b[^\d\n]{{0,25}}\d)|"
    rf"\d[a-zA-Z]?,? \p{{Lu}}[^\d]{{1,60}} ({_ROADS})\b|({_STRASSEN}) \d|"
    r"\d(bis|ter)?,? (rue|avenue|boulevard|place|chemin) |\b(Calle|Avenida|Via|Piazza|Rua) |"
    + SIGNS
)
#: A number or a time stamp alone in its cell, in which `scrub` finds nothing.
ORDINARY = (
    r"^-?\d+(\.\d+)?$|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AP]M)?"
    r"( ?[A-Z]{1,5})?([+-]\d{1,2}(:?\d\d)?)?)?$"
)


def scrub(text: str) -> tuple[str, dict[str, int]]:
    """Return a text with what is personal in it replaced by marks, and how many of each kind.

    >>> scrub("Write to ann@example.org or call +41 44 123 45 67.")
    ('Write to [e-mail] or call [phone].', {'email': 1, 'phone': 1})
    >>> scrub("Order 2026-1123-4471 came on 12/05/2026, rated 4.5")
    ('Order 2026-1123-4471 came on 12/05/2026, rated 4.5', {})
    """
    counts: dict[str, int] = {}
    digits = _DIGIT.search(text) is not None
    for kind, mark, pattern, needed, good in _RULES:
        if needed == "digit" and not digits:
            continue
        if needed == "bracket" and not any(mark in text for mark in "([{"):
            continue
        if len(needed) == 1 and needed not in text:
            continue
        text = _replaced(text, kind, mark, pattern, good, counts)
    if digits:
        text = _behind(text, _CALLED, "phone", "[phone]", counts)
        text = _behind(text, _ZIP, "postal code", "[postal code]", counts)
        text = _behind(text, _STATED, "postal code", "[postal code]", counts)
    text, found = named(text)
    if found:
        counts["name"] = found
    return text, counts


def _replaced(
    text: str, kind: str, mark: str, pattern: re.Pattern[str],
    good: Callable[[re.Match[str]], bool] | None, counts: dict[str, int],
) -> str:  # fmt: skip
    def swap(match: re.Match[str]) -> str:
        if good is not None and not good(match):
            return match[0]
        counts[kind] = counts.get(kind, 0) + 1
        return mark

    return pattern.sub(swap, text)


def _behind(
    text: str, pattern: re.Pattern[str], kind: str, mark: str, counts: dict[str, int]
) -> str:
    """Replace what stands behind the words that give it away; the words stay."""

    def swap(match: re.Match[str]) -> str:
        lead = next(group for group in match.groups() if group is not None)
        if kind == "phone" and _ORDER.search(lead):
            return match[0]
        counts[kind] = counts.get(kind, 0) + 1
        return lead + mark

    return pattern.sub(swap, text)


def is_ipv6(match: re.Match[str]) -> bool:
    """Whether what looks like an IPv6 address is one: a time of day is not."""
    bare = match[0].partition("%")[0]
    if len(bare) < 6 or not any(character.isdigit() for character in bare):
        return False
    try:
        return ip_address(bare).version == 6
    except ValueError:
        return False


def _is_position(match: re.Match[str]) -> bool:
    return abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180


def _is_phone(match: re.Match[str]) -> bool:
    return dialled(match[0]) and not _ORDER.search(
        match.string[max(0, match.start() - 40) : match.start()]
    )


def _is_card(match: re.Match[str]) -> bool:
    digits = [int(character) for character in match[0] if character.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_iban(match: re.Match[str]) -> bool:
    bare = match[0].replace(" ", "")
    if not 15 <= len(bare) <= 34:
        return False
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


_RULES: tuple[
    tuple[str, str, re.Pattern[str], str, Callable[[re.Match[str]], bool] | None], ...
] = (
    ("email", "[e-mail]", EMAIL, "@", None),
    ("email", "[e-mail]", _SPELLED, "bracket", None),
    ("handle", "[handle]", PROFILE, "/", None),
    ("handle", "[handle]", HANDLE, "@", None),
    ("ip", "[ip]", IPV4, "digit", None),
    ("ip", "[ip]", IPV6, ":", is_ipv6),
    ("location", "[location]", POSITION, "digit", _is_position),
    ("location", "[location]", _DEGREES, "°", None),
    ("account", "[account]", _IBAN, "digit", _is_iban),
    ("account", "[account]", _CARD, "digit", _is_card),
    ("address", "[address]", _STREET, "digit", None),
    ("postal code", "[postal code]", POSTCODE, "digit", None),
    ("phone", "[phone]", PHONE, "digit", _is_phone),
)


def dialled(text: str) -> bool:
    """Whether grouped digits are a telephone number rather than a day, a range or a sum."""
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
