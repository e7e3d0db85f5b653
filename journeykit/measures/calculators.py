"""Calculators of KPIs: what each asks for, and the value that comes of it.

A calculator has the key of the KPI in the catalogue, which holds its definition and formula.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from journeykit.errors import Refused
from journeykit.measures.rates import Result

#: count: a whole number; number: any; percent: 0 to 100 or more; list: numbers, any way apart
InputKind = Literal["count", "number", "percent", "list"]


@dataclass(frozen=True)
class Input:
    """A number that a calculator asks for."""

    name: str
    label: str
    kind: InputKind = "count"
    optional: bool = False
    help: str = ""


@dataclass(frozen=True)
class Calculator:
    """What is asked for, and the function that takes it by name."""

    key: str
    inputs: tuple[Input, ...]
    compute: Callable[..., Result]

    def result(self, given: Mapping[str, Any]) -> Result:
        """Return the value; raise `Refused` for what is missing or makes no sense.

        >>> round(CALCULATORS["nps"].result({"promoters": 19, "passives": 14, "detractors": 3}).value, 1)
        44.4
        """  # noqa: E501 - one line is what a reader would type
        for each in self.inputs:
            if given.get(each.name) is None and not each.optional:
                raise Refused(f"{each.label}: a number is needed.")
        return self.compute(**{each.name: given.get(each.name) for each in self.inputs})


def _share(key: str, whole: str, part: str, whole_name: str, part_name: str) -> Calculator:
    from journeykit.measures.rates import rate

    def compute(whole: int, part: int) -> Result:
        return rate(part, whole, part_name, whole_name)

    return Calculator(key, (Input("whole", whole), Input("part", part)), compute)


def _margin(margin: float, retention: float, discount: float, customers: int | None) -> Result:
    from journeykit.measures.lifetime import margin_value

    return margin_value(margin, retention / 100, discount / 100, customers)


def _revenue(revenue: float, periods: float) -> Result:
    from journeykit.measures.lifetime import revenue_value

    return revenue_value(revenue, periods)


def _nps(promoters: int, passives: int, detractors: int) -> Result:
    from journeykit.measures.rates import nps

    return nps(promoters, passives, detractors)


def _stars(**counts: int) -> Result:
    from journeykit.measures.rates import stars

    return stars([counts[f"stars{at}"] for at in range(1, 6)])


def _typical(unit: str) -> Callable[..., Result]:
    def compute(times: Sequence[float], goal: float | None) -> Result:
        from journeykit.measures.rates import typical

        return typical(times, goal, unit)

    return compute


def _times(key: str, label: str, unit: str) -> Calculator:
    asked = (
        Input("times", label, "list", help="One a line, or apart by blanks or semicolons."),
        Input("goal", f"Goal in {unit}", "number", optional=True, help="Share within the goal."),
    )
    return Calculator(key, asked, _typical(unit))


_MADE = (
    _share("conversion-rate", "Visitors", "Visitors who took the action", "visitors", "actions"),
    _share("retention-rate", "Customers at the start", "Of these, came back", "customers",
           "customers who came back"),
    Calculator("clv-margin", (
        Input("margin", "Margin of a customer in a period (m)", "number"),
        Input("retention", "Retention from one period to the next (r), %", "percent"),
        Input("discount", "Discount rate of a period (d), %", "percent"),
        Input("customers", "Customers behind the retention rate", optional=True,
              help="If it was counted: its interval is then carried through."),
    ), _margin),
    Calculator("clv-revenue", (
        Input("revenue", "Revenue of a customer in a period", "number"),
        Input("periods", "Periods a customer is expected to stay", "number"),
    ), _revenue),
    Calculator("nps", (
        Input("promoters", "Promoters (9 and 10)"), Input("passives", "Passives (7 and 8)"),
        Input("detractors", "Detractors (0 to 6)"),
    ), _nps),
    _share("csat", "All answers", "Answers of 4 or 5", "answers", "answers of 4 or 5"),
    _share("ces", "All answers", "Answers of 5, 6 or 7", "answers", "answers of 5 to 7"),
    Calculator("review-rating", tuple(
        Input(f"stars{at}", f"Reviews with {at} {'star' if at == 1 else 'stars'}")
        for at in range(1, 6)
    ), _stars),
    _share("engagement-rate", "People reached", "People who reacted", "people reached",
           "people who reacted"),
    _times("first-response-time", "Times to the first answer, in minutes", "minutes"),
    _share("first-contact-resolution", "Enquiries", "Settled in the first contact", "enquiries",
           "settled enquiries"),
    _share("repeat-purchase-rate", "Customers who bought", "Of these, bought at least twice",
           "customers", "customers who bought twice"),
    _share("referral-rate", "New customers", "Of these, came through a customer",
           "new customers", "referred customers"),
    _share("loyalty-membership", "Customers in the period", "Members active in the period",
           "customers", "active members"),
    _share("brand-preference", "People asked", "People who name us first", "people asked",
           "people who name us first"),
    _share("bounce-rate", "Visits", "Visits with one page", "visits", "visits with one page"),
    _share("email-open-rate", "Emails delivered", "Emails opened", "emails delivered",
           "opened emails"),
    _share("content-performance", "Readers", "Readers who took the next step", "readers",
           "readers who went on"),
    _share("cart-abandonment", "Carts filled", "Carts not paid", "carts", "abandoned carts"),
    _share("stage-drop-off", "Reached the stage", "Of these, did not reach the next one",
           "customers at the stage", "customers who left"),
    _share("product-return-rate", "Items delivered", "Items returned", "items", "returned items"),
    _share("on-time-delivery", "Orders delivered", "Orders on the promised day", "orders",
           "orders on time"),
    _share("lead-conversion", "Qualified leads", "Leads that signed", "leads", "signed leads"),
    _times("sales-cycle", "Days from first contact to contract, one a deal", "days"),
    _share("student-satisfaction", "All answers", "Answers of 4 or 5", "answers",
           "answers of 4 or 5"),
    _share("student-retention", "Enrolled at the start", "Enrolled a year later", "students",
           "students who stayed"),
    _share("student-outcomes", "Students of the cohort", "Students with the outcome", "students",
           "students with the outcome"),
)  # fmt: skip
#: key of the catalogue -> its calculator
CALCULATORS: Mapping[str, Calculator] = {each.key: each for each in _MADE}
STUDENTS = ("student-satisfaction", "student-retention", "student-outcomes")

__all__ = ["CALCULATORS", "STUDENTS", "Calculator", "Input", "InputKind"]
