"""What there is to read, in which languages, about what, and how far suggestions can be trusted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import htpy as h

from journeykit.emotions.text.naming import OTHER
from journeykit.few import FEWEST
from journeykit.model import Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices

if TYPE_CHECKING:
    from journeykit.insight.themes.agreement import WithRatings
    from journeykit.insight.themes.comments import Comments, Decided

_STILL = "a person can still say how they feel."


def summary(decided: Decided) -> h.Element:
    """Return how many comments there are, and how far people have come."""
    import numpy as np

    comments = decided.comments
    n, sure = len(comments), int((~np.isnan(decided.confirmed)).sum())
    scored = int((~np.isnan(comments.suggested) & np.isnan(decided.confirmed)).sum())
    share = sure / n if n else 0.0
    return h.div(".summary", id="comments-summary")[
        h.p[
            h.b[f"{sure:,} of {n:,} confirmed"], " by a person · ",
            f"{scored:,} only suggested by word lists · {n - sure - scored:,} without a suggestion",
        ],
        h.div(".cov", aria_hidden="true")[h.span(style=f"width:{share:.1%}")],
        h.p("#languages.quiet")[line] if (line := languages(comments)) else None,
    ]  # fmt: skip


def languages(comments: Comments) -> str:
    """Say which comments are in a language that is not scored; the commonest by their names."""
    counts = Counter(str(name) for name in comments.language if name and name != "English")
    common = [(name, n) for name, n in counts.most_common() if name != OTHER][:4]
    told = [f"{n:,} in {name}" for name, n in common]
    if rest := counts.total() - sum(n for _, n in common):
        told.append(f"{rest:,} in {'other languages' if common else OTHER}")
    if not told:
        return ""
    first = "1 comment is" if counts.total() == 1 else f"{counts.total():,} comments are"
    listed = ", ".join(told[:-1]) + " and " * (len(told) > 1) + told[-1]
    if len(told) == 1:
        return f"{first} {told[0].split(' ', 1)[1]}, which the kit cannot score; {_STILL}"
    return f"{first} not in English, which the kit cannot score: {listed}; {_STILL}"


def questions(workshop: Workshop, decided: Decided) -> h.Element:
    """Return the questions with comments, and what each speaks about."""
    from journeykit.widgets.pages.survey.comments.deciding import confirmed

    comments = decided.comments
    linked = {(link.source, link.question): link.touchpoint or "journey"
              for link in workshop.links.values() if link.comments}  # fmt: skip
    options = [("", "Not said"), ("journey", "The whole journey"),
               *choices.touchpoints(workshop, none="")]  # fmt: skip
    options = [pair for at, pair in enumerate(options) if pair[0] or not at]
    lines = []
    for at, one in enumerate(comments.parts):
        few = len(one.column) < FEWEST
        own = any(place and place != linked.get((one.source.id, one.column.question), "")
                  for place in one.touchpoints)  # fmt: skip
        about = parts.field(
            f"What “{choices.short(one.column.asked, 60)}” speaks about", f"about-{at}",
            linked.get((one.source.id, one.column.question), ""), "comments_about",
            {"source": one.source.id, "question": one.column.question}, kind="select",
            options=options, hide_label=True,
        )  # fmt: skip
        lines.append([
            [choices.short(one.column.asked), h.small(".under")[one.source.title]],
            f"fewer than {FEWEST}" if few else f"{len(one.column):,}",
            "not shown" if few else f"{confirmed(decided, at):,}",
            [about, h.small["some name their touchpoint themselves"] if own else None],
        ])  # fmt: skip
    return parts.card(
        "What the comments speak about",
        h.p(".quiet")["A question that is tied to a touchpoint puts its comments on the emotion "
                      "curve, as a series of their own. As evidence only confirmed ones count."],
        parts.table(["Question", "Comments", "Confirmed", "Speaks about"], lines,
                    caption="Questions with comments", id="comment-questions"),
        id="comments-about",
    )  # fmt: skip


def agreement(decided: Decided, rated: list[tuple[str, WithRatings]]) -> h.Element:
    """Return how far suggestions agree with people's word, and with the same people's ratings."""
    return parts.card(
        "How far suggestions can be trusted",
        h.p(".quiet")["Suggestions come from English word lists. They miss irony, and words that a "
                      "trade uses in its own sense."],
        h.h3["Beside what people here said"],
        _person(decided),
        h.h3["Beside the same customers' ratings"],
        _ratings(rated),
        id="trust",
    )  # fmt: skip


def _person(decided: Decided) -> h.Element:
    from journeykit.insight.themes.agreement import with_person

    found = with_person(decided.comments.suggested, decided.confirmed, decided.together)
    if found.same is None or found.low is None or found.high is None or found.near is None:
        more = FEWEST - found.n
        return h.p("#with-person")[
            f"{found.n} {'comment was' if found.n == 1 else 'comments were'} confirmed one by one; "
            f"from {FEWEST} on this is told. {more} to go."
        ]
    kappa = f"Cohen’s kappa {parts.signed(found.kappa, 2)} (linear weights; 1 is full agreement, " \
            "0 is chance)" if found.kappa is not None else \
            "kappa cannot be told, since all were the same"  # fmt: skip
    return h.p("#with-person")[
        f"The same of five points in {found.same * 100:.0f} % of {found.n:,} comments "
        f"({found.low * 100:.0f} to {found.high * 100:.0f} %), at most one point apart in "
        f"{found.near * 100:.0f} %; {kappa}. Counted are comments that were confirmed one by one. "
        "The suggestion was seen first, which flatters it."
    ]


def _ratings(rated: list[tuple[str, WithRatings]]) -> h.Node:
    told = [(name, one) for name, one in rated if one.n]
    if not told:
        return h.p(".quiet")[
            "No comment has a rating of the same person about the same thing. Tie the question "
            "with words and one on a scale to the same touchpoint, and they are compared."
        ]
    lines: list[list[h.Node]] = []
    for name, one in told:
        if one.gap is None or one.low is None or one.high is None:
            lines.append([name, f"fewer than {FEWEST}", "not shown", "not shown"])
            continue
        rho = "never varies" if one.rho is None else parts.signed(one.rho, 2)
        gap = [h.b[parts.signed(one.gap, 2)], h.small[
            f" {parts.signed(one.low, 2)} to {parts.signed(one.high, 2)}"]]  # fmt: skip
        lines.append([name, f"{one.n:,}", rho, gap])
    return [
        parts.table(["Question", "n", "Spearman", "Text less rating, of −2 to +2"], lines,
                    caption="Suggested feeling beside ratings", id="with-ratings"),
        h.p(".quiet")["Spearman says whether who rates higher also writes happier: 1 is always, 0 "
                      "is not at all. Below zero, the gap says that comments sound worse than "
                      "the ratings; only some people write."],
    ]  # fmt: skip
