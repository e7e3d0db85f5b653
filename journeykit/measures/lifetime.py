"""Customer lifetime value: what a customer is expected to bring, and what that assumes.

Both versions are formulas over assumptions. An interval is told only where one of them, the
retention rate, was counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from journeykit.errors import Refused
from journeykit.measures.rates import Result

#: By how much the rates are moved to see what hangs on them.
STEP = 0.05
ENDLESS = (
    "Endless horizon: customers are taken to leave at the same rate for ever, and the margin never "
    "changes."
)


@dataclass(frozen=True)
class Sensitivity:
    """The value at other rates: a row for each retention, a column for each discount rate."""

    retentions: tuple[float, ...]
    discounts: tuple[float, ...]
    values: tuple[tuple[float | None, ...], ...]


def margin_value(
    margin: float, retention: float, discount: float, customers: int | None = None
) -> Result:
    """Return m·r / (1 + d − r): the expected margin of a customer (Gupta and Lehmann 2003).

    ``margin`` is that of a period, ``retention`` and ``discount`` are shares of the same period.
    With ``customers``, how many the retention was counted on, Wilson's interval of it is carried
    through; the other assumptions have none.

    >>> round(margin_value(100, 0.8, 0.1).value, 2)
    266.67
    >>> margin_value(100, 1.1, 0.1)
    Traceback (most recent call last):
    journeykit.errors.Refused: Retention: 110 % is not between 0 and 100 %.
    """
    _rates(retention, discount)
    value = _endless(margin, retention, discount)
    low = high = None
    method = "m·r ÷ (1 + d − r); no interval: these are assumptions, no sample"
    if customers:
        from journeykit.measures.intervals import wilson

        ends = wilson(retention * customers, customers)
        if ends[1] - discount < 1:
            low, high = sorted(_endless(margin, end, discount) for end in ends)
            method = (
                f"m·r ÷ (1 + d − r); interval of retention alone, n {customers:,}, Wilson, 95 %"
            )
        else:
            method = (
                "m·r ÷ (1 + d − r); no interval: the retention may be 100 %, and without a "
                "discount the sum has no end"
            )
    said = (
        f"Assumed: a margin of {margin:g} a period, {100 * retention:g} % stay from one period to "
        f"the next, a discount of {100 * discount:g} % a period.",
        ENDLESS,
    )
    return Result(value, low, high, customers, method, said)


def revenue_value(revenue: float, periods: float) -> Result:
    """Return the revenue expected from a customer: revenue a period times periods.

    >>> revenue_value(120, 2.5).value
    300.0
    """
    if revenue < 0:
        raise Refused(f"Revenue: {revenue:g} is below 0; type the revenue of a customer a period.")
    if not periods > 0:
        raise Refused(f"Periods: {periods:g} is no time to stay; it must be more than 0.")
    said = (
        f"Assumed: {revenue:g} a period, {periods:g} periods; nothing is discounted.",
        "Revenue is not profit.",
        f"One period more or less moves it by {revenue:g}.",
    )
    return Result(
        revenue * periods, None, None, None,
        "revenue × periods; no interval: these are assumptions, no sample", said,
    )  # fmt: skip


def sensitivity(margin: float, retention: float, discount: float) -> Sensitivity:
    """Return the margin version with retention and discount 5 points lower and higher.

    Rates that make no sense (below 0, or customers who never leave and no discount) are left out.

    >>> found = sensitivity(100, 0.8, 0.1)
    >>> [round(each) for each in found.values[1]]
    [320, 267, 229]
    """
    _rates(retention, discount)
    retentions = _around(retention, 0, 1)
    discounts = _around(discount, 0, None)
    values = tuple(
        tuple(_endless(margin, r, d) if 1 + d - r > 1e-9 else None for d in discounts)
        for r in retentions
    )
    return Sensitivity(retentions, discounts, values)


def _around(rate: float, least: float, most: float | None) -> tuple[float, ...]:
    near = (round(rate - STEP, 10), rate, round(rate + STEP, 10))
    return tuple(each for each in near if each >= least and (most is None or each <= most))


def _endless(margin: float, retention: float, discount: float) -> float:
    return margin * retention / (1 + discount - retention)


def _rates(retention: float, discount: float) -> None:
    if not 0 <= retention <= 1:
        raise Refused(f"Retention: {100 * retention:g} % is not between 0 and 100 %.")
    if discount < 0:
        raise Refused(f"Discount: {100 * discount:g} % is below 0.")
    if retention >= 1 + discount:
        raise Refused(
            "Retention: if nobody ever leaves and nothing is discounted, the sum has no end; "
            "type a retention below 100 % or a discount above 0."
        )


__all__ = ["ENDLESS", "Sensitivity", "margin_value", "revenue_value", "sensitivity"]
