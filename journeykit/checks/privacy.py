"""What privacy still asks of a rule of personalization."""

from __future__ import annotations

import re

from journeykit.model import Personalization

#: words that point to special categories of data (GDPR, Article 9)
SPECIAL = re.compile(
    r"health|disease|medic|religio|belief|politic|union|ethnic|race|sexual|orientation|gender ident"
    r"|biometric|genetic|disab|pregnan",
    re.IGNORECASE,
)
#: more data than this for one message asks for a second look
MINIMAL = 3


def privacy_lacks(rule: Personalization) -> list[str]:
    """Return in words what privacy still asks of a rule; nothing when it is in order.

    It is a checklist after the GDPR (Articles 5, 6, 9, 21), no legal advice.

    >>> privacy_lacks(Personalization(stage="s", data_needed=("First name",), basis="consent",
    ...                               special_category=False, opt_out=True, message="Hello"))
    []
    """
    found = []
    if not rule.data_needed:
        found.append("say which data it needs, 'none' if none")
    if not rule.basis:
        found.append("say on which legal basis the data are used")
    hint = next((data for data in rule.data_needed if SPECIAL.search(data)), "")
    if rule.special_category is None:
        found.append("say whether it uses special categories (health, belief, origin …)")
    elif hint and rule.special_category is False:
        found.append(f"'{hint}' looks like a special category; check again")
    if rule.special_category and rule.basis != "consent":
        found.append("special categories need explicit consent")
    if rule.opt_out is None:
        found.append("say whether people can opt out")
    elif rule.opt_out is False and rule.basis in ("consent", "legitimate_interest"):
        found.append("give people a way to opt out")
    if len(rule.data_needed) > MINIMAL:
        found.append(f"it uses {len(rule.data_needed)} kinds of data; leave out what it can do "
                     "without")  # fmt: skip
    if not rule.message:
        found.append("say what people get for their data: the message")
    return found


__all__ = ["privacy_lacks"]
