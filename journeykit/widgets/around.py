"""What stands around every page: header, steps, exit check, Back and Next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit import checks
from journeykit.widgets import address, parts
from journeykit.widgets.address import PAGES, STEPS

if TYPE_CHECKING:
    from journeykit.model import Workshop
    from journeykit.widgets.frame import Frame
    from journeykit.widgets.view import View


#: more open things than this are counted, and more done ones are folded
OPEN_SHOWN, DONE_SHOWN = 12, 3


def link(frame: Frame, page: str, selector: str = "", **attributes: Any) -> h.Element:
    """A link to another page that keeps key and workshop."""
    kept = {name: frame.at[name] for name in address.KEPT if frame.at.get(name)}
    href = f"{address.NOTEBOOKS[page]}?{address.query(kept)}"
    return h.a(selector, href=href, data_go=page, **attributes)


def header(frame: Frame) -> h.Renderable:
    """The workshop, undo, history, who is here."""
    view = frame.view
    assert view is not None
    free = view.session.id is None
    return h.header(".top")[
        link(frame, "home", ".brand", id="brand")[
            h.span(".mark", aria_hidden="true")["∿"], "journeykit"
        ],
        h.div(".ws")[h.strong["Workshops"], h.span["Customer journeys on customers' answers"]]
        if free
        else h.div(".ws")[h.strong[view.workshop.title], h.span[_journey(frame)]],
        None if free else [_tools(frame), _people(frame)],
    ]


def _journey(frame: Frame) -> str:
    assert frame.view is not None
    workshop = frame.view.workshop
    journey = workshop.journeys.get(frame.at.get("journey", "")) or workshop.current_journey()
    if journey is None:
        return "no journey yet"
    persona = workshop.personas.get(journey.persona or "")
    who = (
        ", ".join(x for x in (persona.name, persona.age_range) if x)
        if persona
        else "no persona yet"
    )
    return f"{who} · {journey.state} journey"


def _tools(frame: Frame) -> h.Renderable:
    assert frame.view is not None and frame.view.session.id is not None
    return h.div(".tools")[
        parts.button("Undo", "@undo", kind="ghost", id="undo"),
        h.details("#history.pop", data_toggle="@open", data_args=parts.args(what="history"))[
            h.summary["History"],
            h.div(".sheet")[_history(frame) if frame.open.get("history") else None],
        ],
    ]


def _history(frame: Frame) -> h.Renderable:
    assert frame.view is not None and frame.view.session.id is not None
    entries = frame.store.history(frame.view.session.id, limit=40)
    return h.fragment[
        h.h2["What was changed"],
        h.ol(".history")[
            (
                h.li(id=f"h{e.seq}")[
                    h.span[e.words],
                    h.small[f"{e.author or 'somebody'} · {e.at.astimezone():%d %b %H:%M}"],
                    h.em["taken back"]
                    if e.undone_by
                    else parts.button(
                        "Take back",
                        "@undo",
                        {"seq": e.seq},
                        kind="ghost small",
                        id=f"back{e.seq}",
                        label=f"Take back: {e.words}",
                    )
                    if e.seq > 1
                    else None,
                ]
                for e in entries
            )
        ],
    ]


def _people(frame: Frame) -> h.Renderable:
    assert frame.view is not None and frame.view.session.id is not None
    present = frame.store.present(frame.view.session.id)
    if frame.visitor and all(one.visitor != frame.me for one in present):
        frame.here()
        present = frame.store.present(frame.view.session.id)
    names = [one.name or "Somebody without a name" for one in present]
    shown = present[:3]
    where = f"{len(present)} {'person' if len(present) == 1 else 'people'} here: {', '.join(names)}"
    return h.div(".people")[
        h.span(".heads", role="img", aria_label=where, title=where)[
            (h.i[_initials(one.name)] for one in shown),
            h.i(".more")[f"+{len(present) - 3}"] if len(present) > 3 else None,
        ],
        link(frame, "room", ".button.ghost", id="to-room")["Room"],
        h.details("#invite.pop", data_toggle="@open", data_args=parts.args(what="invite"))[
            h.summary(".button")["Invite"],
            h.div(".sheet")[_invite(frame) if frame.open.get("invite") else None],
        ],
    ]


def _invite(frame: Frame) -> h.Renderable:
    from journeykit.widgets.invite import invitation

    return h.fragment[
        invitation(frame),
        parts.field("Your name, as others see it", "my-name", frame.name, "@name"),
    ]


def rail(frame: Frame) -> h.Renderable:
    """The eight steps with how far each is."""
    if frame.view is None or frame.view.session.id is None:
        return h.fragment[None]
    progress = checks.progress(frame.view.workshop)
    items = []
    for number, (step, title) in enumerate(STEPS.items()):
        done, total = progress.get(step, (0, 1))
        ready, now = total > 0 and done >= total, step == frame.page
        words = "done" if ready else f"{done} of {total} done"
        items.append(
            h.li(class_={"done": ready, "now": now})[
                link(frame, step, id=f"rail-{step}", aria_current="step" if now else None)[
                    h.b(aria_hidden="true")["✓" if ready else str(number)],
                    title,
                    h.span(".hidden")[f", {words}"],
                ]
            ]
        )
    return h.nav(".rail", aria_label="Steps")[h.ol[items]]


def cell_bar(frame: Frame) -> h.Renderable:
    """In a notebook's cell: undo, and whether everything is stored."""
    free = frame.view is None or frame.view.session.id is None
    return h.div(".row.cell-bar")[
        None if free else parts.button("Undo", "@undo", id="undo", kind="ghost small"),
        saved(),
    ]


def saved() -> h.Renderable:
    """Whether everything is stored; the page's script writes it."""
    return h.span("#jk-saved.saved", role="status", data_own=True)


def footer(frame: Frame) -> h.Renderable:
    """Back, whether everything is stored, Next."""
    if frame.view is None or frame.view.session.id is None:
        return h.footer(".bar")[h.span, saved(), h.span]
    order = list(STEPS)
    if frame.page not in order:  # the room is beside the steps
        return h.footer(".bar")[
            link(frame, "start", ".button.ghost", id="back")["← Start"], saved(), h.span
        ]
    index = order.index(frame.page)
    before = order[index - 1] if index else "home"
    after = order[index + 1] if index + 1 < len(order) else None
    return h.footer(".bar")[
        link(frame, before, ".button.ghost", id="back")[f"← {PAGES[before]}"],
        saved(),
        link(frame, after, ".button.primary", id="next")[f"{PAGES[after]} →"] if after else h.span,
    ]


def ask(title: str, words: str, kind: str, label: str) -> h.Renderable:
    """Return the page that asks for a key or a code."""
    return h.main(".alone")[
        h.h1[title],
        h.p[words],
        h.form("#key-form", data_submit=f"@{kind}")[
            h.div(".field")[
                h.label(for_="key")[label],
                h.input(
                    "#key", name="value", autocomplete="off", autocapitalize="characters",
                    required=True,
                ),
            ],
            h.button(".primary", type="submit")["Open"],
        ],
    ]  # fmt: skip


def exit_check(view: View) -> h.Renderable:
    """Return the card that says what is open before the next step, and why it matters."""
    mine = [check for check in checks.checks(view.workshop) if check.step == view.step]
    todo = [check for check in mine if not check.ok]
    things = "thing" if len(todo) == 1 else "things"
    title = f"{len(todo)} {things} before you go on" if todo else "Ready to go on"
    done = [check for check in mine if check.ok]
    first = {check.code: check for check in reversed(todo)}
    return h.section("#exit-check.card.exit", aria_labelledby="exit-title")[
        h.h2("#exit-title")[title],
        h.ul(".checks")[
            (
                h.li(".todo")[
                    h.span(".hidden")["Open: "],
                    check.message,
                    _advice(check.code) if first[check.code] is check else None,
                ]
                for check in todo[:OPEN_SHOWN]
            ),
            h.li(".more")[f"and {len(todo) - OPEN_SHOWN} more"] if len(todo) > OPEN_SHOWN else None,
        ]
        if todo
        else None,
        _done(done) if done else None,
        _coverage(view.workshop),
    ]


def _done(done: list[checks.Check]) -> h.Element:
    """What is done already: folded where it is more than a glance."""
    listed = h.ul(".checks")[
        (h.li(".ok")[h.span(".hidden")["Done: "], check.message] for check in done)
    ]
    if len(done) <= DONE_SHOWN:
        return listed
    return h.details("#exit-done.advice")[h.summary[f"✓ {len(done)} things are done"], listed]


def _advice(code: str) -> h.Node:
    """Why a check is there and how to mend it, folded."""
    found = checks.advice(code)
    if found is None:
        return None
    return h.details(".advice", id=f"why-{code}")[
        h.summary["Why, and how to mend it"], h.p[found.why], h.p[found.mend]
    ]


def _coverage(workshop: Workshop) -> h.Node:
    mark = checks.assumptions_mark(workshop) is not None
    return h.div(".exit-coverage")[
        parts.coverage(checks.coverage(workshop), mark),
        h.a("#to-evidence", data_go="touchpoints?view=checks", href="02_touchpoints.ipynb")[
            "Where is it thin?"
        ],
    ]


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in words[:2]).upper() or "?"
