"""What is seen of themes: those that people named, those that are proposed, and their counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import htpy as h

from journeykit.few import FEWEST
from journeykit.model import Theme, Workshop
from journeykit.widgets import parts
from journeykit.widgets.pages import choices
from journeykit.widgets.pages.survey.comments.kept import Kept
from journeykit.widgets.pages.survey.comments.listing import KINDS

if TYPE_CHECKING:
    import numpy as np

    from journeykit.insight.themes.counting import Share, Trend
    from journeykit.insight.themes.proposing import Proposal

#: Comments that stand as examples.
_EXAMPLES = 3
_LONGEST = 400


def themes_tab(kept: Kept, workshop: Workshop, opened: str) -> h.Node:
    """Return the part with the themes."""
    return [
        _listing(kept, workshop, opened),
        _proposals(kept, workshop),
        _coded(kept, workshop),
    ]


def _listing(kept: Kept, workshop: Workshop, opened: str) -> h.Element:
    shares = kept.shares(workshop)
    themes = sorted(workshop.ordered("themes"), key=lambda one: -shares[one.id].hits)
    some = any(not shares[one.id].shown for one in themes)
    return parts.card(
        "Themes",
        h.p(".quiet")[
            "A response counts once for a theme when one of the theme's words stands in its "
            "comments, or when a person put it there. Words are counted, not meant: read before "
            "you conclude."
        ],
        h.ul(".themes")[(_theme(kept, workshop, one, opened == one.id) for one in themes)]
        if themes
        else parts.empty("No theme yet. Take one that is proposed below, or name one yourself."),
        h.p(".quiet")[f"With fewer than {FEWEST} responses nothing is shown."] if some else None,
        h.form("#theme-form.theme-form", data_submit="theme_add", data_reset=True)[
            h.div(".field")[
                h.label(for_="theme-name")["Theme"],
                h.input("#theme-name", name="name", maxlength="300", required=True,
                        autocomplete="off", placeholder="Delivery time"),
            ],
            h.div(".field")[
                h.label(for_="theme-words")["Its words, with commas"],
                h.input("#theme-words", name="words", maxlength="1000", autocomplete="off",
                        placeholder="delivery, courier, late*"),
            ],
            h.button("#theme-add", type="submit")["Add theme"],
        ],
        id="themes",
    )  # fmt: skip


def _theme(kept: Kept, workshop: Workshop, theme: Theme, opened: bool) -> h.Element:
    part = kept.shares(workshop)[theme.id]
    trend = kept.trends(workshop).get(theme.id)
    given = {"id": theme.id}
    return h.li(id=f"theme-{theme.id}", class_={"opened": opened})[
        h.div(".theme-head")[
            h.div[
                h.strong[theme.name],
                h.span(".chip.kind")[dict(KINDS)[theme.kind]] if theme.kind else None,
                h.small(".line")[_says(kept, workshop, theme, part)],
                _flag(trend),
            ],
            _bar(part),
            parts.row(
                parts.button(
                    "Close" if opened else "Details", "comments_show",
                    {"name": "c_open", "value": "" if opened else theme.id},
                    id=f"theme-open-{theme.id}", kind="small",
                    label=f"{'Close' if opened else 'Details'}: {theme.name}",
                    aria_expanded="true" if opened else "false",
                ),
                parts.button("Comments", "theme_comments", given, id=f"theme-see-{theme.id}",
                             kind="small", label=f"Comments on {theme.name}"),
                _finding(workshop, theme),
                end=True,
            ),
        ],
        _details(kept, workshop, theme) if opened else None,
    ]  # fmt: skip


def _finding(workshop: Workshop, theme: Theme) -> h.Node:
    if theme.finding in workshop.findings:
        return h.a(".button.small", href=f"improve.ipynb?open={theme.finding}",
                   id=f"theme-found-{theme.id}", data_go=f"improve?open={theme.finding}",
                   aria_label=f"Finding of {theme.name}")["Finding ✓"]  # fmt: skip
    return parts.button("Make a finding", "theme_finding", {"id": theme.id},
                        id=f"theme-finding-{theme.id}", kind="small",
                        label=f"Make a finding of {theme.name}")  # fmt: skip


def _says(kept: Kept, workshop: Workshop, theme: Theme, part: Share) -> str:
    from journeykit.insight.themes import counting
    from journeykit.insight.themes.becoming import counted

    if not part.hits:
        return "no comment speaks of it" if part.shown else "too few comments to count"
    if part.hits < FEWEST:
        return f"fewer than {FEWEST} responses"
    n = counting.recurring(kept.comments(workshop), kept.masks(workshop)[theme.id])
    again = f" · comes up in {n} sources" if n > 1 else " · in one source"
    place = choices.place(workshop, theme.touchpoint)
    return counted(part) + again + (f" · {place}" if place else "")


def _bar(part: Share) -> h.Element:
    """A share with its interval, drawn; the words beside it say the same."""
    if part.share is None or part.hits < FEWEST or part.low is None or part.high is None:
        return h.span(".share", aria_hidden="true")
    width = part.high - part.low
    return h.span(".share", aria_hidden="true")[
        h.i(style=f"width:{part.share:.1%}"),
        h.b(style=f"left:{part.low:.1%};width:{width:.1%}"),
    ]


def _flag(trend: Trend | None) -> h.Node:
    """The newest change, where chance hardly explains it."""
    change = trend.change if trend and trend.sure else None
    if change is None or change.value is None or change.low is None or change.high is None:
        return None
    up = change.value > 0
    before, after = trend.shares[-2].of, trend.shares[-1].of  # type: ignore[union-attr]
    return h.small(".flag")[
        h.span(aria_hidden="true")["▲ " if up else "▼ "],
        f"{'more' if up else 'less'} often in {after} than in {before}: "
        f"{_points(change.value)} points ({_points(change.low)} to {_points(change.high)})",
    ]


def _points(share: float) -> str:
    return parts.signed(100 * share, 0)


def _details(kept: Kept, workshop: Workshop, theme: Theme) -> h.Element:
    id = theme.id
    others = [(one.id, one.name) for one in workshop.ordered("themes") if one.id != id]

    def field(name: str, label: str, kind: str = "text", **more: object) -> h.Element:
        return parts.field(label, f"theme-{name}-{id}", getattr(theme, name), "theme_edit",
                           {"id": id, "field": name}, kind=kind, **more)  # type: ignore[arg-type] # fmt: skip

    return h.div(".editor")[
        h.div(".fields")[
            field("name", "Theme", required=True, maxlength="300"),
            field("kind", "It points to", "select", options=KINDS),
            field("touchpoint", "Touchpoint", "select", options=choices.touchpoints(workshop)),
            h.div(".wide")[
                field("words", "Words, one a line", "lines", rows=3,
                      help="“price” finds prices too, “deliver*” all that begins so, “call back” "
                      "both words in a row.")
            ],
            parts.field("Merge it into", f"theme-merge-{id}", "", "theme_merge", {"id": id},
                        kind="select", options=[("", "—"), *others])
            if others
            else None,
        ],
        _counts(kept, workshop, theme),
        _examples(kept, workshop, theme),
        parts.row(
            parts.button("Delete this theme", "theme_remove", {"id": id}, id=f"theme-remove-{id}",
                         kind="danger small"),
            end=True,
        ),
    ]  # fmt: skip


def _counts(kept: Kept, workshop: Workshop, theme: Theme) -> h.Node:
    from journeykit.insight.themes import counting

    comments, mask = kept.comments(workshop), kept.masks(workshop)[theme.id]
    sources = {one.source.id: one.source.title for one in comments.parts}
    places = {one.id: one.name for one in workshop.touchpoints.values()}
    trend = kept.trends(workshop).get(theme.id)
    tables = [
        ("By source", sources, counting.by(comments, mask, comments.source)),
        ("By touchpoint", places, counting.by(comments, mask, comments.touchpoint)),
        ("By wave", {}, list(trend.shares) if trend else []),
    ]
    return h.div(".counts")[
        (_table(title, names, found, theme) for title, names, found in tables if found)
    ]


def _table(title: str, names: dict[str, str], found: Sequence[Share], theme: Theme) -> h.Element:
    lines = [[names.get(one.of, one.of), *_cells(one)] for one in found]
    return h.div[
        h.h4[title],
        parts.table(["", "Share", "95 %", "n"], lines, caption=f"{theme.name}, {title.lower()}",
                    id=f"theme-{title.split()[-1]}-{theme.id}"),
    ]  # fmt: skip


def _cells(one: Share) -> list[str]:
    if one.share is None or one.low is None or one.high is None or 0 < one.hits < FEWEST:
        return ["not shown", "", f"{one.n:,}" if one.n >= FEWEST else f"fewer than {FEWEST}"]
    return [f"{one.share * 100:.0f} %", f"{one.low * 100:.0f} to {one.high * 100:.0f} %",
            f"{one.n:,}"]  # fmt: skip


def examples(kept: Kept, workshop: Workshop, mask: np.ndarray) -> list[int]:
    """Return the comments that stand as examples: short, unlike, none below five responses."""
    import numpy as np

    from journeykit.widgets.pages.survey.comments.choosing import showable

    comments = kept.comments(workshop)
    mask = mask & showable(kept.decided(workshop))
    if comments.responses(mask) < FEWEST:
        return []
    places = np.flatnonzero(mask).tolist()
    fit = [at for at in places[:2_000] if 20 <= len(comments.text(at)) <= _LONGEST]
    unlike = {comments.text(at): at for at in reversed(fit or places[:50])}
    chosen = sorted(unlike.values())
    step = max(1, len(chosen) // _EXAMPLES)
    return chosen[::step][:_EXAMPLES]


def _examples(kept: Kept, workshop: Workshop, theme: Theme) -> h.Node:
    from journeykit.insight.themes.becoming import may_quote

    comments = kept.comments(workshop)
    found = examples(kept, workshop, kept.masks(workshop)[theme.id])
    if not found:
        return h.p(".quiet")[f"Examples are shown from {FEWEST} responses on."]
    done = theme.finding in workshop.findings
    return h.div[
        h.h4["In their words"],
        h.ul(".quotes")[
            (
                h.li[
                    h.blockquote(dir="auto")[comments.text(at)[:_LONGEST]],
                    None if done else _quote(
                        theme, comments.key(at),
                        may_quote(comments.parts[int(comments.part[at])].source),
                        comments.parts[int(comments.part[at])].source.title,
                    ),
                ]
                for at in found
            )
        ],
    ]  # fmt: skip


def _quote(theme: Theme, key: tuple[str, str, int], allowed: bool, title: str) -> h.Element:
    source, question, row = key
    given = {"id": theme.id, "source": source, "question": question, "row": row}
    ask = "" if allowed else (
        f"The consent text of '{title}' does not say that people agreed to be quoted. Quote these "
        "words all the same? Only do so if you know that they agreed."
    )  # fmt: skip
    return parts.button(
        "Make a finding with this quote", "theme_finding", given | {"agreed": True},
        id=f"quote-{theme.id}-{source}-{row}", kind="small", confirm=ask,
        confirm_label="They agreed",
    )  # fmt: skip


def _proposals(kept: Kept, workshop: Workshop) -> h.Node:
    found = kept.proposals(workshop)
    if not found:
        return parts.card("Proposed themes", parts.empty(
            "No words stand out: too few comments share a word, or all use the same ones. "
            "Name a theme yourself where you see one."
        ), id="proposed")  # fmt: skip
    return parts.card(
        "Proposed themes",
        h.p(".quiet")["Words that several comments share. They are proposals: take what means "
                      "something, then name it in your own words. What sounds bad or good is what "
                      "the word lists suggest."],
        h.ul(".themes")[(_proposal(at, one) for at, one in enumerate(found))],
        id="proposed",
    )  # fmt: skip


def _proposal(at: int, one: Proposal) -> h.Element:
    sounds = {"pain": " · more often in comments that sound bad",
              "delight": " · more often in comments that sound good"}.get(one.kind, "")  # fmt: skip
    return h.li(id=f"proposal-{at}")[
        h.div(".theme-head")[
            h.div[
                h.strong[one.name],
                h.small(".line")[
                    f"{', '.join(one.words)} · {one.n:,} of {one.of:,} comments{sounds}"
                ],
            ],
            h.span(".share", aria_hidden="true")[h.i(style=f"width:{one.n / one.of:.1%}")],
            parts.button("Take", "theme_take", {"words": list(one.words)}, id=f"take-theme-{at}",
                         kind="small", label=f"Take the theme {one.name}"),
        ]
    ]  # fmt: skip


def _coded(kept: Kept, workshop: Workshop) -> h.Node:
    """Comments that people gave a kind and no theme, by kind and touchpoint (R77)."""
    found = coded_groups(kept, workshop)
    if not found:
        return None
    lines = [
        [dict(KINDS)[kind], choices.place(workshop, place) or "no touchpoint",
         f"{len(at):,}" if len(at) >= FEWEST else f"fewer than {FEWEST}",
         parts.button("Make a finding", "coded_finding", {"kind": kind, "touchpoint": place},
                      id=f"coded-{kind}-{place or 'none'}", kind="small",
                      label=f"Make a finding of: {dict(KINDS)[kind]}, "
                      f"{choices.place(workshop, place) or 'no touchpoint'}")
         if len(at) >= FEWEST else "from five on"]
        for (kind, place), at in found.items()
    ]  # fmt: skip
    return parts.card(
        "Coded by people, in no theme yet",
        parts.table(["Points to", "Touchpoint", "Comments", ""], lines, caption="Coded comments",
                    id="coded"),
        id="coded-groups",
    )  # fmt: skip


def coded_groups(kept: Kept, workshop: Workshop) -> dict[tuple[str, str], list[int]]:
    """Return the comments that have a kind and no theme of a person, by kind and touchpoint."""
    decided = kept.decided(workshop)
    found: dict[tuple[str, str], list[int]] = {}
    for at, coding in sorted(decided.codings.items()):
        if coding.kind and not coding.themes:
            key = (coding.kind, str(decided.comments.touchpoint[at]))
            found.setdefault(key, []).append(at)
    return dict(sorted(found.items()))
