"""The words of answer scales, in the order from the worst to the best.

One `Wording` is one ready-made scale; a label matches whatever its case. A new language or a
new wording is one more entry here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

Points = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Wording:
    """A scale in words: what it measures and, point by point, the labels in use for it."""

    kind: str
    points: Points

    @cached_property
    def values(self) -> dict[str, float]:
        """Each label, as it is compared, and its point."""
        return {_folded(word): at for at, words in enumerate(self.points, 1) for word in words}


def _five(kind: str, *points: str) -> Wording:
    return Wording(kind, tuple(tuple(point.split("|")) for point in points))


_NEITHER = "neither|neutral|undecided|unsure|no opinion either way"

WORDINGS: tuple[Wording, ...] = (
    _five(
        "likert",
        "strongly disagree|completely disagree|totally disagree|disagree strongly",
        "disagree|somewhat disagree|disagree somewhat|tend to disagree|rather disagree",
        f"{_NEITHER}|neither agree nor disagree|neither agree or disagree|not certain",
        "agree|somewhat agree|agree somewhat|tend to agree|rather agree",
        "strongly agree|completely agree|totally agree|agree strongly",
    ),
    _five(
        "likert",
        "strongly disagree",
        "disagree",
        "somewhat disagree|slightly disagree",
        f"{_NEITHER}|neither agree nor disagree|neither agree or disagree",
        "somewhat agree|slightly agree",
        "agree",
        "strongly agree",
    ),
    _five(
        "csat",
        "very dissatisfied|extremely dissatisfied|very unsatisfied|completely dissatisfied",
        "dissatisfied|somewhat dissatisfied|unsatisfied|not satisfied",
        f"{_NEITHER}|neither satisfied nor dissatisfied|neither satisfied or dissatisfied"
        "|okay|ok|indifferent",
        "satisfied|somewhat satisfied|rather satisfied",
        "very satisfied|extremely satisfied|completely satisfied",
    ),
    _five(
        "csat",
        "extremely dissatisfied|very dissatisfied",
        "moderately dissatisfied|dissatisfied",
        "slightly dissatisfied|somewhat dissatisfied",
        f"{_NEITHER}|neither satisfied nor dissatisfied",
        "slightly satisfied|somewhat satisfied",
        "moderately satisfied|satisfied",
        "extremely satisfied|very satisfied",
    ),
    # German
    _five("csat", "sehr unzufrieden|äußerst unzufrieden|überhaupt nicht zufrieden",
          "eher unzufrieden|unzufrieden|wenig zufrieden",
          "neutral|teils teils|teils/teils|teils, teils|teils-teils|weder noch|mittelmäßig|"
          "weder zufrieden noch unzufrieden", "eher zufrieden|zufrieden|ziemlich zufrieden",
          "sehr zufrieden|äußerst zufrieden"),
    _five("likert", "stimme überhaupt nicht zu|trifft überhaupt nicht zu|trifft gar nicht zu|"
          "stimme gar nicht zu",
          "stimme eher nicht zu|stimme nicht zu|trifft eher nicht zu|trifft nicht zu|lehne eher ab",
          "teils teils|teils/teils|teils, teils|teils-teils|weder noch|neutral|unentschieden",
          "stimme eher zu|stimme zu|trifft eher zu|trifft zu",
          "stimme voll zu|stimme voll und ganz zu|stimme völlig zu|trifft voll zu|"
          "trifft voll und ganz zu|trifft völlig zu"),
    _five("likert", "stimme nicht zu|trifft nicht zu", "stimme eher nicht zu|trifft eher nicht zu",
          "stimme eher zu|trifft eher zu", "stimme zu|trifft zu"),
    _five("rating", "sehr schlecht|mangelhaft|ungenügend", "schlecht|eher schlecht|ausreichend",
          "mittelmäßig|befriedigend|neutral|durchschnittlich|mittel|teils/teils", "gut|eher gut",
          "sehr gut|ausgezeichnet|hervorragend"),
    _five("rating", "sehr schwierig|sehr schwer", "schwierig|schwer|eher schwierig",
          "neutral|weder noch|teils/teils", "einfach|leicht|eher einfach",
          "sehr einfach|sehr leicht"),
    _five("likert", "nie|niemals", "selten", "manchmal|gelegentlich", "oft|häufig", "immer"),
    # French
    _five("csat", "très insatisfait|très insatisfaite|très insatisfait(e)|pas du tout satisfait|"
          "pas du tout satisfait(e)|pas du tout satisfaite",
          "insatisfait|insatisfaite|insatisfait(e)|peu satisfait|plutôt insatisfait|"
          "plutôt pas satisfait|peu satisfait(e)|pas satisfait",
          "neutre|ni satisfait ni insatisfait|ni satisfait, ni insatisfait|moyennement satisfait|"
          "ni satisfait(e) ni insatisfait(e)|indifférent",
          "satisfait|satisfaite|satisfait(e)|plutôt satisfait|plutôt satisfait(e)|assez satisfait",
          "très satisfait|très satisfaite|très satisfait(e)|tout à fait satisfait|"
          "tout à fait satisfait(e)|extrêmement satisfait"),
    _five("likert", "pas du tout d'accord|tout à fait en désaccord|fortement en désaccord",
          "pas d'accord|plutôt pas d'accord|en désaccord|plutôt en désaccord",
          "neutre|ni d'accord ni pas d'accord|ni en accord ni en désaccord|sans opinion|"
          "ni d'accord, ni pas d'accord|ni d'accord ni en désaccord",
          "d'accord|plutôt d'accord",
          "tout à fait d'accord|fortement d'accord|totalement d'accord"),
    _five("rating", "très mauvais|très mauvaise|très médiocre", "mauvais|mauvaise|médiocre",
          "moyen|moyenne|correct|passable|neutre", "bon|bonne|bien",
          "très bon|très bonne|excellent|excellente|très bien"),
    _five("rating", "très difficile", "difficile|plutôt difficile", "neutre|ni facile ni difficile",
          "facile|plutôt facile", "très facile"),
    _five("likert", "jamais", "rarement", "parfois|quelquefois", "souvent", "toujours"),
    # Spanish
    _five("csat", "muy insatisfecho|muy insatisfecha|muy insatisfecho/a|nada satisfecho|"
          "totalmente insatisfecho", "insatisfecho|insatisfecha|insatisfecho/a|poco satisfecho|"
          "algo insatisfecho", "neutral|ni satisfecho ni insatisfecho|neutro|regular|indiferente|"
          "ni satisfecho/a ni insatisfecho/a", "satisfecho|satisfecha|satisfecho/a|algo satisfecho",
          "muy satisfecho|muy satisfecha|muy satisfecho/a|totalmente satisfecho"),
    _five("likert", "totalmente en desacuerdo|muy en desacuerdo|completamente en desacuerdo",
          "en desacuerdo|algo en desacuerdo|parcialmente en desacuerdo",
          "ni de acuerdo ni en desacuerdo|neutral|neutro|indiferente|indeciso",
          "de acuerdo|algo de acuerdo|parcialmente de acuerdo",
          "totalmente de acuerdo|muy de acuerdo|completamente de acuerdo"),
    _five("rating", "muy malo|muy mala|pésimo|muy mal", "malo|mala|mal",
          "regular|neutral|normal|aceptable", "bueno|buena|bien",
          "muy bueno|muy buena|excelente|muy bien"),
    _five("rating", "muy difícil", "difícil", "neutral|ni fácil ni difícil|regular", "fácil",
          "muy fácil"),
    _five("likert", "nunca", "rara vez|raramente|casi nunca", "a veces|algunas veces",
          "a menudo|frecuentemente|casi siempre|con frecuencia", "siempre"),
    # Portuguese
    _five("csat", "muito insatisfeito|muito insatisfeita|muito insatisfeito(a)|nada satisfeito|"
          "totalmente insatisfeito", "insatisfeito|insatisfeita|insatisfeito(a)|pouco satisfeito",
          "neutro|nem satisfeito nem insatisfeito|indiferente|regular|"
          "nem satisfeito, nem insatisfeito", "satisfeito|satisfeita|satisfeito(a)",
          "muito satisfeito|muito satisfeita|muito satisfeito(a)|totalmente satisfeito"),
    _five("likert", "discordo totalmente|discordo completamente|discordo fortemente",
          "discordo|discordo parcialmente", "neutro|nem concordo nem discordo|indiferente|"
          "não concordo nem discordo|nem concordo, nem discordo",
          "concordo|concordo parcialmente",
          "concordo totalmente|concordo completamente|concordo fortemente"),
    _five("rating", "muito ruim|péssimo|muito mau|muito má|péssima", "ruim|mau|má",
          "regular|razoável|neutro|médio|mais ou menos", "bom|boa",
          "muito bom|muito boa|ótimo|ótima|excelente"),
    _five("rating", "muito difícil", "difícil", "neutro|nem fácil nem difícil", "fácil",
          "muito fácil"),
    _five("likert", "nunca", "raramente", "às vezes", "frequentemente|muitas vezes", "sempre"),
    # Russian
    _five("csat", "очень недоволен|очень недовольна|совершенно не удовлетворен|"
          "полностью не удовлетворен|совсем не доволен|очень не доволен|крайне недоволен|"
          "полностью не удовлетворён|совершенно не удовлетворён|очень неудовлетворен",
          "недоволен|недовольна|скорее недоволен|не удовлетворен|скорее не удовлетворен|"
          "не доволен|не удовлетворён|скорее не удовлетворён|скорее не доволен|неудовлетворен",
          "нейтрально|ни доволен, ни недоволен|затрудняюсь сказать|средне|ни да ни нет",
          "доволен|довольна|скорее доволен|удовлетворен|скорее удовлетворен|удовлетворён|"
          "скорее удовлетворён",
          "очень доволен|очень довольна|полностью удовлетворен|полностью удовлетворён|"
          "полностью доволен|очень удовлетворен"),
    _five("likert", "полностью не согласен|категорически не согласен|совершенно не согласен|"
          "абсолютно не согласен", "не согласен|скорее не согласен|не согласна",
          "нейтрально|ни согласен, ни не согласен|отчасти согласен",
          "согласен|скорее согласен|согласна", "полностью согласен|совершенно согласен|"
          "абсолютно согласен|полностью согласна"),
    _five("rating", "очень плохо|ужасно", "плохо", "удовлетворительно|нормально|средне|нейтрально",
          "хорошо", "очень хорошо|отлично|превосходно"),
    _five("rating", "очень сложно|очень трудно", "сложно|трудно", "нейтрально|нормально",
          "легко|просто", "очень легко|очень просто"),
    _five("likert", "никогда", "редко", "иногда", "часто", "всегда"),
    # Italian
    _five("csat", "molto insoddisfatto|molto insoddisfatta|per niente soddisfatto|"
          "per nulla soddisfatto|del tutto insoddisfatto",
          "insoddisfatto|insoddisfatta|poco soddisfatto|abbastanza insoddisfatto",
          "neutrale|né soddisfatto né insoddisfatto|indifferente|neutro",
          "soddisfatto|soddisfatta|abbastanza soddisfatto",
          "molto soddisfatto|molto soddisfatta|estremamente soddisfatto|del tutto soddisfatto"),
    _five("likert", "fortemente in disaccordo|completamente in disaccordo|molto in disaccordo|"
          "totalmente in disaccordo|per niente d'accordo",
          "in disaccordo|poco d'accordo|abbastanza in disaccordo|non sono d'accordo",
          "neutrale|né d'accordo né in disaccordo|indifferente|indeciso|neutro",
          "d'accordo|abbastanza d'accordo|sono d'accordo",
          "completamente d'accordo|molto d'accordo|totalmente d'accordo|fortemente d'accordo|"
          "pienamente d'accordo"),
    _five("rating", "pessimo|pessima|molto scarso|molto male|pessimi",
          "scarso|scarsa|cattivo|male|insufficiente", "discreto|sufficiente|nella media|neutro",
          "buono|buona|bene", "ottimo|ottima|eccellente|molto buono|molto bene"),
    _five("rating", "molto difficile", "difficile", "neutrale|né facile né difficile", "facile",
          "molto facile"),
    _five("likert", "mai", "raramente", "a volte|qualche volta", "spesso", "sempre"),
    # Dutch
    _five("csat", "zeer ontevreden|heel ontevreden|erg ontevreden|helemaal niet tevreden",
          "ontevreden|enigszins ontevreden|niet tevreden",
          "neutraal|niet tevreden, niet ontevreden|niet tevreden en niet ontevreden|"
          "noch tevreden noch ontevreden|niet tevreden/niet ontevreden",
          "tevreden|enigszins tevreden", "zeer tevreden|heel tevreden|erg tevreden"),
    _five("likert", "helemaal mee oneens|zeer mee oneens|volledig mee oneens|"
          "helemaal niet mee eens", "mee oneens|oneens|enigszins mee oneens|niet mee eens",
          "neutraal|niet mee eens, niet mee oneens|noch mee eens, noch mee oneens|"
          "niet eens/niet oneens|niet mee eens en niet mee oneens",
          "mee eens|eens|enigszins mee eens", "helemaal mee eens|zeer mee eens|volledig mee eens"),
    _five("rating", "zeer slecht|heel slecht", "slecht|matig",
          "neutraal|redelijk|voldoende|gemiddeld",
          "goed", "zeer goed|uitstekend|heel goed"),
    _five("rating", "zeer moeilijk|heel moeilijk", "moeilijk", "neutraal", "makkelijk|gemakkelijk",
          "zeer makkelijk|zeer gemakkelijk|heel makkelijk"),
    _five("likert", "nooit", "zelden", "soms", "vaak", "altijd"),
    # Chinese
    _five("csat", "非常不满意|很不满意|极不满意|十分不满意", "不满意|不太满意|比较不满意|较不满意",
          "一般|中立|无所谓|普通|还可以", "满意|比较满意|较满意|基本满意",
          "非常满意|很满意|十分满意|极其满意"),
    _five("likert", "非常不同意|完全不同意|强烈不同意|很不同意|坚决不同意",
          "不同意|比较不同意|不太同意|有点不同意",
          "一般|中立|不确定|无所谓|既不同意也不反对",
          "同意|比较同意|有点同意|基本同意", "非常同意|完全同意|强烈同意|很同意|十分同意"),
    _five("rating", "非常差|很差|极差", "差|较差|比较差|不好", "一般|中等|普通|尚可",
          "好|较好|比较好|良好", "非常好|很好|优秀|极好"),
    _five("rating", "非常困难|很困难|非常难|很难", "困难|比较困难|难|较难", "一般|中立",
          "容易|比较容易|简单|较容易", "非常容易|很容易|非常简单|很简单"),
    _five("likert", "从不|从来不|从未", "很少|偶尔", "有时|有时候", "经常|常常", "总是|一直"),
    _five("rating", "very poor|terrible|awful|unacceptable", "poor|bad", "fair|average|acceptable"
          "|okay|ok", "good", "very good|excellent|outstanding|great"),
    _five("rating", "poor|very poor", "fair", "good|average", "very good|good", "excellent"),
    _five("rating", "very bad", "bad", f"{_NEITHER}|average|fair", "good", "very good"),
    _five("rating", "very difficult|extremely difficult", "difficult|somewhat difficult",
          f"{_NEITHER}|neither easy nor difficult", "easy|somewhat easy",
          "very easy|extremely easy"),
    _five("rating", "much worse", "somewhat worse|worse", "about the same|the same|same",
          "somewhat better|better", "much better"),
    _five("likert", "very unlikely|extremely unlikely", "unlikely|somewhat unlikely",
          f"{_NEITHER}|neither likely nor unlikely", "likely|somewhat likely",
          "very likely|extremely likely"),
    _five("likert", "not at all likely", "slightly likely|not so likely",
          "moderately likely|somewhat likely", "very likely", "extremely likely|completely likely"),
    _five("likert", "not at all important|unimportant", "slightly important|not so important",
          "moderately important|somewhat important", "important|very important",
          "extremely important"),
    _five("csat", "not at all satisfied", "slightly satisfied|not so satisfied",
          "moderately satisfied|somewhat satisfied", "very satisfied",
          "extremely satisfied|completely satisfied"),
    _five("likert", "never", "rarely|seldom", "sometimes|occasionally", "often|frequently|usually",
          "always"),
)  # fmt: skip


def _folded(label: str) -> str:
    """A label as it is compared: lower case, one kind of apostrophe, no final stop."""
    return " ".join(label.casefold().replace("’", "'").rstrip(".。").split())


def match(found: Iterable[str]) -> tuple[str, dict[str, float], int] | None:
    """Return the kind, the value of each label and the number of points, or None.

    Every label has to be in the wording, and at least two of its points; the wording with
    the most points named wins.

    >>> match(["Very satisfied", "Neutral"])
    ('csat', {'Very satisfied': 5, 'Neutral': 3}, 5)
    """
    folded = {label: _folded(label) for label in found}
    best: tuple[int, str, dict[str, float], int] | None = None
    for wording in WORDINGS:
        if not all(text in wording.values for text in folded.values()):
            continue
        points = {label: wording.values[text] for label, text in folded.items()}
        reached = len(set(points.values()))
        # two labels on one point would lose a distinction that the form made
        if (
            reached >= 2
            and reached == len(set(folded.values()))
            and (best is None or reached > best[0])
        ):
            best = (reached, wording.kind, points, len(wording.points))
    return best[1:] if best else None
