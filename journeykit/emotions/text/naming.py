"""Which language a comment is in, by its script and its function words: to say it, no more.

A comment that is not scored is counted under its language ("212 comments are in Finnish"). Short
comments are guessed with the others of their column: see `named`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

OTHER = "another language"
ENGLISH = "English"
#: language -> its most frequent function words, and a few that comments are made of
WORDS = {
    "German": """der die das und ist nicht ich sie wir ein eine einen mit für auf dem den zu sehr
        auch aber im von wird sind war habe haben mein meine kein keine nur wenn bei noch oder als
        gut schlecht hat es wie mehr zum zur nach""",
    "Dutch": """de het een en niet ik je wij zijn voor maar ook zeer heel goed dat deze heeft geen
        naar bij van met was op te er dit wel erg aan uit om""",
    "French": """le la les et est pas vous nous dans une un avec mais très trop c'est j'ai ne que
        qui au du des bien mon ce cette elle sont était avons pour sur en je il plus tout bon""",
    "Spanish": """el la los las y es muy por para una un pero como más no bueno malo fue de que en
        con se lo todo mi me está servicio bien del al sin""",
    "Portuguese": """o a os as e é não muito uma um foi bom boa meu minha para com de que em no na
        mais mas eu tem por do da serviço está""",
    "Italian": """il lo la gli i e che di è molto della sono buono anche questo questa non un una
        per con del ma mi si più tutto bene servizio dei""",
    "Polish": """i w nie się na jest bardzo że jak dobra dobry był była to z do za po ale tak co od
        dla przez już tylko""",
    "Czech": """a je v na se že to velmi ale není bylo byl byla jsem s z do pro jako také dobrý
        dobré jen už si""",
    "Slovak": """a je v na sa že to veľmi ale nie bolo bol bola som s z do pre ako aj dobrý dobré
        len už si""",
    "Swedish": """och är inte jag att det som på mycket av ett med en var bra för till har den de
        men så om vi kan""",
    "Danish": """og er ikke jeg at det som på meget af et med en var god godt for til har den de
        men så om vi kan blev""",
    "Norwegian": """og er ikke jeg at det som på veldig av et med en var bra for til har den de men
        så om vi kan ble""",
    "Finnish": """ja on ei se että oli mutta kun niin myös tai ovat hyvä hyvin erittäin todella
        kiitos palvelu olla minun en oli vain jos kuin ole hyvää toimii liian nopea ollut""",
    "Estonian": """ja on ei see et oli aga kui nii ka või väga hea hästi teenindus tänan olen mul
        ma oma""",
    "Hungarian": """a az és nem hogy volt de nagyon jó is egy van csak még kell meg ez azt el
        köszönöm már""",
    "Romanian": """și este nu că foarte bun bine dar cu pe de la în un o a fost mai sunt am pentru
        din mi""",
    "Turkish": """ve bir bu çok iyi değil için ama da de ile kadar güzel hizmet var yok daha
        oldu teşekkürler gibi""",
    "Croatian or Serbian": """i je u na se da nije vrlo jako ali bilo bio bila sam za od s što
        kao dobro dobar samo""",
    "Indonesian": """dan yang di ini itu tidak sangat dengan untuk dari baik saya ada sudah bisa
        tapi juga bagus pelayanan""",
    "Vietnamese": """và là không rất của có cho với được tôi nhưng tốt này nhân viên các một""",
}
#: letters that only these languages write -> so much of a word each
LETTERS = {
    "ß": "German", "ñ": "Spanish", "¿": "Spanish", "¡": "Spanish", "ł": "Polish", "ą": "Polish",
    "ę": "Polish", "ř": "Czech", "ů": "Czech", "ě": "Czech", "ľ": "Slovak", "ő": "Hungarian",
    "ű": "Hungarian", "ğ": "Turkish", "ı": "Turkish", "ã": "Portuguese", "ț": "Romanian",
    "ș": "Romanian", "đ": "Vietnamese", "ạ": "Vietnamese", "ế": "Vietnamese", "ộ": "Vietnamese",
}  # fmt: skip
SCRIPTS = {
    "CYRILLIC": "Russian or another language in Cyrillic", "GREEK": "Greek", "ARABIC": "Arabic",
    "HEBREW": "Hebrew", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean",
    "CJK": "Chinese", "THAI": "Thai", "DEVANAGARI": "Hindi", "BENGALI": "Bengali",
    "TAMIL": "Tamil", "GEORGIAN": "Georgian", "ARMENIAN": "Armenian",
}  # fmt: skip
#: so many letters of a comment are looked at
_LOOK = 2_000
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Each function word with the languages that have it."""
    found: dict[str, list[str]] = {}
    for name, words in WORDS.items():
        for word in words.split():
            found.setdefault(word, []).append(name)
    return {word: tuple(dict.fromkeys(names)) for word, names in found.items()}


@cache
def function_words() -> frozenset[str]:
    """Return the function words of all languages here, which name no theme."""
    return frozenset(_known())


def evidence(text: str) -> Counter[str]:
    """Return how much speaks for each language: a script decides, else words and letters."""
    text = text[:_LOOK].casefold()
    if script := _script(text):
        return Counter({script: 100})
    found: Counter[str] = Counter()
    known = _known()
    for word in _WORD.findall(text):
        names = known.get(word, ())
        for name in names:
            found[name] += 6 if len(names) == 1 else 2
    for letter, name in LETTERS.items():
        if letter in text:
            found[name] += 3
    return found


def _script(text: str) -> str:
    """The language of a script that is not Latin, "" for Latin; kana among Han is Japanese."""
    counts: Counter[str] = Counter()
    for letter in text:
        if letter > "\u02af" and letter.isalpha():
            counts[unicodedata.name(letter, "").split(" ")[0].split("-")[0]] += 1
        elif letter.isalpha():
            counts["LATIN"] += 1
    if counts["HIRAGANA"] + counts["KATAKANA"]:
        return SCRIPTS["HIRAGANA"] if counts["LATIN"] < counts.total() / 2 else ""
    name, n = counts.most_common(1)[0] if counts else ("LATIN", 0)
    return "" if name == "LATIN" or not n else SCRIPTS.get(name, OTHER)


def named(texts: Sequence[str]) -> list[str]:
    """Return the language of each text, none of them English, in English words.

    Where the words fit several languages alike, that one is taken which most of the others are in.

    >>> named(["Palvelu oli todella hyvä", "Очень долго", "Bra", "xyzzy"])
    ['Finnish', 'Russian or another language in Cyrillic', 'another language', 'another language']
    """
    told = [evidence(text) for text in texts]
    sure: Counter[str] = Counter(best[0] for best in map(_best, told) if len(best) == 1)
    found = []
    for each in told:
        best = _best(each)
        if len(best) > 1:
            known = [name for name in best if sure[name]]
            best = [max(known, key=lambda name: (sure[name], name))] if known else []
        found.append(best[0] if best else OTHER)
    return found


def _best(told: Counter[str]) -> list[str]:
    most = max(told.values(), default=0)
    return [name for name, n in told.items() if n == most and most > 0]
