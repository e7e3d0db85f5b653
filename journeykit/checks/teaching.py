"""Checks that teach: the mistakes of first maps (R314), told by their wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from journeykit.checks.facts import Check, Facts, each
from journeykit.model import Finding

#: What a company calls its parts. A customer passes through none of them.
DEPARTMENTS = frozenset(
    """marketing; sales; sales department; support; customer service; customer support;
    customer care; service desk; help desk; call center; call centre; contact center; logistics;
    finance; accounting; billing department; it; it department; hr; human resources; operations;
    legal; warehouse; procurement; fulfillment; fulfilment; back office; front office; e-commerce;
    product management; admissions office; registrar; faculty office; marketing and sales;
    management""".replace("\n    ", " ").split("; ")
)
_DEPARTMENT = re.compile(r"\b(department|dept\.?|division|business unit)\b", re.IGNORECASE)
_IMPERATIVE = re.compile(
    r"^(add|automate|build|create|develop|hire|implement|improve|install|introduce|launch|"
    r"make it|offer|provide|redesign|replace|roll out|simplify|train|upgrade|use)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(we|they|customers?) (need|needs|should|must|ought to|could)\b"
    r"|^(need|needs|should|must)\b"
    r"|\b(no|lack of|missing|without an?) "
    r"(chatbot|app|portal|dashboard|crm|ai|tool|faq|live chat)\b",
    re.IGNORECASE,
)


def is_department(name: str) -> bool:
    """Whether a stage's name is the name of a department.

    >>> is_department("Customer Service"), is_department("Tries the jacket on")
    (True, False)
    """
    words = " ".join(name.lower().split())
    return words in DEPARTMENTS or bool(_DEPARTMENT.search(name))


def is_solution(title: str) -> bool:
    """Whether a pain is worded as a solution that somebody wishes for.

    >>> is_solution("Add a chatbot"), is_solution("Five steps, forced account")
    (True, False)
    """
    return bool(_IMPERATIVE.search(title.strip()) or _WISH.search(title))


def stages_are_the_customers(facts: Facts) -> Iterator[Check]:
    """No stage is named after a department."""
    own = {touchpoint.department.strip().lower() for touchpoint in facts.touchpoints} - {""}
    yield from each(
        "touchpoints",
        "department",
        "Stages are named in the customer's words",
        len(facts.stages),
        [
            (stage, "this is a department, say what the customer does or wants there")
            for stage in facts.stages
            if is_department(stage.name) or stage.name.strip().lower() in own
        ],
    )


def pains_are_supported(facts: Facts) -> Iterator[Check]:
    """Behind every pain stands a quote or a source."""
    yield from _pains(
        facts,
        "pain-evidence",
        "Every pain has a quote or a source",
        "add a quote or a source, or keep it as a guess to be checked",
        lambda pain: bool(pain.quote.strip() or pain.sources),
    )


def pains_have_a_place(facts: Facts) -> Iterator[Check]:
    """Every pain happens at a touchpoint."""
    yield from _pains(
        facts,
        "pain-place",
        "Every pain has its touchpoint",
        "say at which touchpoint it happens",
        lambda pain: pain.touchpoint is not None,
    )


def pains_are_not_solutions(facts: Facts) -> Iterator[Check]:
    """No pain is a solution in disguise."""
    yield from _pains(
        facts,
        "pain-wording",
        "Pains are worded as pains, not as solutions",
        "this is a solution, write what the customer suffers and keep this as an opportunity",
        lambda pain: not is_solution(pain.title),
    )


def _pains(
    facts: Facts, code: str, fact: str, todo: str, good: Callable[[Finding], bool]
) -> Iterator[Check]:
    bad = [(pain, todo) for pain in facts.pains if not good(pain)]
    yield from each("improve", code, fact, len(facts.pains), bad)
