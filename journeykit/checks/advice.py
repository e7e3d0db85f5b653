"""Why a check is there and how what it names is mended, for those who learn (R314)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """Why it matters, and how to mend it, with an example."""

    why: str
    mend: str


_ADVICE = {
    "department": Advice(
        "Customers do not pass through departments. A stage with a company's name hides what "
        "they try to do, and nobody sees where one department leaves them to the next.",
        "Write what the customer does or wants: “Gets help” instead of “Customer service”.",
    ),
    "one-moment": Advice(
        "Two moments cannot have one feeling, one owner, one score.",
        "Split it: “Orders” and “Pays” instead of “Orders and then pays”.",
    ),
    "one-actor": Advice(
        "One map follows one kind of people. Two actors have two feelings, and their mean is "
        "nobody's.",
        "Keep one, and draw the other's journey beside it.",
    ),
    "customers-words": Advice(
        "What the company does is not what the customer lives through. Such a map looks full and "
        "says nothing about customers.",
        "Write “Waits for the confirmation” instead of “We send a confirmation”; what nobody "
        "sees belongs into the lane Backstage.",
    ),
    "average": Advice(
        "An average person does not exist: nobody is 18 to 80, so nothing can be designed for it.",
        "Choose the group that matters most for the goal, and describe one of them. Make a second "
        "persona for the others.",
    ),
    "attribute-evidence": Advice(
        "A persona looks true because it has a face. What nobody asked stays a belief.",
        "Open the mark beside the attribute and cite a source, or ask it in the next survey.",
    ),
    "pain-evidence": Advice(
        "Teams are often wrong about what hurts. A quote or a number makes a pain one of "
        "customers, not one of the room.",
        "Cite the source, or write down the words of a customer and where they were said.",
    ),
    "quote-source": Advice(
        "A quote convinces more than a number, so an invented one does more harm.",
        "Cite the interview, review or survey where it was said, or take it out.",
    ),
    "pain-place": Advice(
        "A pain without a place has no owner, no feeling and no number beside it.",
        "Choose the touchpoint where the customer notices it first.",
    ),
    "pain-wording": Advice(
        "A solution in the place of a pain ends the search: nobody asks any more what is wrong.",
        "“No chatbot” may be “Waits a day for an answer”. Keep the solution as an opportunity.",
    ),
    "opportunity-pain": Advice(
        "An idea that answers nothing is a wish of the company.",
        "Say which pain or need it answers, or write that need down first.",
    ),
    "acceptance": Advice(
        "An ideal that cannot be checked is never reached and never missed.",
        "Write what somebody can see or count: “The refund is there within three days”.",
    ),
}


def advice(code: str) -> Advice | None:
    """Return why a check is there and how to mend it, None for one that says it all itself.

    >>> advice("pain-place").mend
    'Choose the touchpoint where the customer notices it first.'
    """
    return _ADVICE.get(code)
