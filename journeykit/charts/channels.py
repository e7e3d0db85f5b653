"""The mix of channels: which share of the touchpoints is where (R41)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from journeykit.charts.theme import BLUE, GOLD, GRAY, TEAL, dressed

if TYPE_CHECKING:
    import altair as alt

    from journeykit.model import Workshop

PRESENCE = {
    "online": "online",
    "offline": "offline",
    "both": "online and offline",
    None: "not said",
}
_COLORS = {"online": BLUE, "offline": GOLD, "online and offline": TEAL, "not said": GRAY}


def mix(workshop: Workshop, journey: str | None = None) -> list[dict[str, Any]]:
    """Return one row per channel and presence: channel, presence, n, share (0…1).

    Of one journey, or of all where none is named; the most frequent channel first.

    >>> from journeykit.model import Journey, Stage, Touchpoint, Workshop
    >>> shop = Touchpoint(id="t", stage="s", channel="Store", presence="offline")
    >>> mix(Workshop(stages={"s": Stage(id="s", journey="j")}, touchpoints={"t": shop}))
    [{'channel': 'Store', 'presence': 'offline', 'n': 1, 'share': 1.0}]
    """
    stages = {id for id, stage in workshop.stages.items() if journey in (None, stage.journey)}
    counted = Counter(
        (each.channel or "no channel", PRESENCE[each.presence])
        for each in workshop.touchpoints.values()
        if each.stage in stages
    )
    by_channel: Counter[str] = Counter()
    for (channel, _), n in counted.items():
        by_channel[channel] += n
    total = sum(counted.values())
    order = sorted(counted, key=lambda key: (-by_channel[key[0]], key))
    return [
        {"channel": channel, "presence": presence, "n": n, "share": n / total}
        for channel, presence in order
        if (n := counted[channel, presence])
    ]


def channel_mix(workshop: Workshop, journey: str | None = None) -> alt.LayerChart:
    """Return bars by channel, colored by online and offline; the legend has their shares."""
    import altair as alt

    found = mix(workshop, journey)
    shares: dict[str, float] = {}
    for row in found:
        shares[row["presence"]] = shares.get(row["presence"], 0.0) + row["share"]
    names = {each: f"{each} · {share:.0%}".replace("%", " %") for each, share in shares.items()}
    order = list(dict.fromkeys(row["channel"] for row in found))
    totals = {c: sum(row["n"] for row in found if row["channel"] == c) for c in order}
    data = [row | {"where": names[row["presence"]]} for row in found]
    bars = (
        alt.Chart(alt.Data(values=data))
        .mark_bar()
        .encode(
            x=alt.X("n:Q", title="touchpoints", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("channel:N", sort=order, title=None),
            color=alt.Color(
                "where:N",
                title=None,
                scale=alt.Scale(domain=list(names.values()), range=[_COLORS[n] for n in names]),
            ),
            tooltip=["channel:N", "presence:N", "n:Q", alt.Tooltip("share:Q", format=".0%")],
        )
    )
    said = [{"channel": c, "n": n} for c, n in totals.items()]
    labels = (
        alt.Chart(alt.Data(values=said))
        .mark_text(align="left", dx=5)
        .encode(x="n:Q", y=alt.Y("channel:N", sort=order), text="n:Q")
    )
    layered = alt.layer(bars, labels).properties(width="container", height=alt.Step(24))
    return dressed(layered)
