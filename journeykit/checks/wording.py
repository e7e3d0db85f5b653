"""What words give away: departments, solutions, averages, the company's own view.

Word lists are English; in another language these checks stay silent rather than wrong.
"""

from __future__ import annotations

import re

from journeykit.model import Persona

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


_EVERYBODY = re.compile(
    r"\b(average|typical|generic|standard|normal|ordinary) "
    r"(customer|client|user|buyer|shopper|guest|visitor|student|person|consumer)s?\b"
    r"|\b(everybody|everyone|all customers|all users|anybody|anyone|the masses|"
    r"general public)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\D{0,8}(\d{1,3})\s*(?:-|–|—|to)\s*(\d{1,3})\D{0,12}$")
#: A span of so many years holds people who have little in common.
WIDEST_AGES = 40


def is_everybody(persona: Persona) -> str:
    """Return what makes a persona an average person instead of somebody, else "".

    >>> is_everybody(Persona(name="The average customer", age_range="18-80"))
    'The average customer'
    >>> is_everybody(Persona(name="Sarah", age_range="25-34", occupation="Nurse"))
    ''
    """
    for text in (persona.name, persona.occupation, persona.tagline):
        if _EVERYBODY.search(text):
            return text
    ages = _RANGE.match(persona.age_range.strip())
    if ages and int(ages[2]) - int(ages[1]) >= WIDEST_AGES:
        return f"aged {persona.age_range}"
    return ""


_TWO = re.compile(
    r"^(?:an? |the |our |my )?(\w+)\s*(?:,? and |&|/)\s*(?:an? |the |our |my )?(\w+)$"
)


def two_actors(actor: str) -> bool:
    """Whether an actor is two kinds of people. "Research and development lead" is one.

    >>> two_actors("Students and their parents"), two_actors("buyers and sellers")
    (True, True)
    >>> two_actors("A nurse in her thirties"), two_actors("Research and development lead")
    (False, False)
    """
    words = " ".join(actor.split())
    return bool(_TWO.match(words) or re.search(r"\band (their|his|her|our) \w+$", words))


_STAFF = re.compile(
    r"^(we|our (team|staff|agent|system|warehouse|sales team)|"
    r"the (agent|clerk|staff|sales rep|company|system|team|warehouse|support team|hotline)) "
    r"(\w+ly )?(send|offer|provide|call|contact|follow|deliver|ship|invoice|process|approve|"
    r"onboard|convert|qualify|nurture|confirm|check|answer|close|upsell|assign|create|forward|"
    r"escalate|pack)(e?s)?\b",
    re.IGNORECASE,
)
_JARGON = re.compile(
    r"\b(up-?sell(ing)?|cross-?sell(ing)?|lead (gen(eration)?|nurturing|scoring)|qualified leads?|"
    r"sales funnel|customer acquisition|churn(ed)?|crm|conversion rate|touchpoints?|"
    r"value proposition|customer lifetime value|clv|pain points?|ticket is (created|closed)|"
    r"(gets|is|are) (onboarded|converted|retained|upsold|monetized))\b",
    re.IGNORECASE,
)


def is_companys(text: str, *, does: bool = True) -> bool:
    """Whether words in a customer's lane are the company's: its staff acts, or its jargon.

    With ``does`` off only jargon counts: a customer may think "we call them tomorrow".

    >>> is_companys("We send a confirmation"), is_companys("Gets a confirmation by e-mail")
    (True, False)
    >>> is_companys("Is converted to premium"), is_companys("Converts euros to francs")
    (True, False)
    """
    return bool(_JARGON.search(text) or (does and _STAFF.search(text.strip())))


def is_two_moments(name: str) -> bool:
    """Whether a touchpoint's name holds two moments; 'compares sizes and reviews' is one.

    >>> is_two_moments("Orders and then pays"), is_two_moments("Compares sizes and reviews")
    (True, False)
    """
    return ";" in name or " / " in name or " and then " in name.lower()
