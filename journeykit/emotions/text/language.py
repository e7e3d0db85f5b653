"""Whether a comment is English, by its function words: enough to leave other languages alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Language = Literal["en", "other", "unclear"]


def listed(words: str) -> frozenset[str]:
    """Return the words of a list that is written with spaces."""
    return frozenset(words.split())


ENGLISH = listed(
    """the a an and or but of to in on at for from with by as is are was were be been being it its
    it's this that these those i i'm i've you he she we they my your his her our their me him
    us them not no don't didn't can't couldn't won't isn't wasn't have has had do does did
    will would can could should there here what when where who which how why if than then so
    very too just only also all any some more most much many about into over after before
    because while out up down off again one"""
)
#: words of the languages of `journeykit.emotions.text.naming` that are no common English words
FOREIGN = listed(
    """das und ist nicht ich sie wir ein eine einen mit für auf dem zu sehr auch aber im von wird
    sind habe haben mein meine kein keine nur wenn bei noch oder als gut schlecht het een en
    niet ik je wij zijn voor maar ook zeer heel goed dat deze heeft geen naar bij les et est
    pas vous nous dans une avec mais très trop c'est j'ai ne que qui au du bien mon ce cette
    elle sont était avons es muy por para una pero como más bueno malo fue é não muito uma um
    foi bom meu minha gli che di è molto della sono buono anche questo questa nie się na jest
    bardzo że jak dobra dobry był była och är inte jag att det som på mycket av ett med og
    ikke jeg til meget af ei että oli mutta myös ovat hyvä hyvin erittäin todella kiitos palvelu
    toimii liian väga aga või és nem hogy volt nagyon jó köszönöm și este foarte pentru ve bir çok
    iyi değil için güzel velmi ale není bylo jsem veľmi bolo veldig nije vrlo jako bilo dan yang
    tidak sangat dengan untuk saya và không rất của được tôi"""
)


def language(words: Sequence[str], known: bool) -> Language:
    """Tell the language of lower-case words; ``known`` if a word list weighs one.

    >>> language("das war sehr gut".split(), known=False)
    'other'
    >>> language("it was very good".split(), known=True)
    'en'
    """
    letters = [word for word in words if word[0].isalpha()]
    strange = [word for word in letters if not word.isascii()]
    if sum(word[0] > "\u024f" for word in strange) * 2 > len(letters):
        return "other"
    english = sum(map(ENGLISH.__contains__, letters))
    # a word with an accent is hardly ever English, but for a café
    if sum(map(FOREIGN.__contains__, letters)) + len(strange) / 2 > english:
        return "other"
    return "en" if english or (known and letters) else "unclear"
