"""The parts that pages are made of: fields, buttons, cards, tables, marks of evidence.

Every part is a function from values to htpy elements. Ids must be unique on a page and stay
the same from one drawing to the next: the page script keeps focus and typing by them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import htpy as h
from markupsafe import Markup

#: evidence status -> sign and words; never told by color alone
EVIDENCE = {"measured": "●", "anecdotal": "◐", "assumed": "○"}


def args(**values: Any) -> str:
    """Return arguments as the page script takes them.

    >>> args(id="a1")
    '{"id": "a1"}'
    """
    return json.dumps(values, ensure_ascii=False)


def button(
    text: Any,
    do: str,
    given: Mapping[str, Any] | None = None,
    *,
    id: str,
    kind: str = "",
    label: str = "",
    confirm: str = "",
    confirm_label: str = "",
    disabled: bool = False,
    **attributes: Any,
) -> h.Element:
    """Return a button; `confirm` asks first, `label` is its name where the text is short."""
    return h.button(
        id=id,
        type="button",
        class_=kind or None,
        data_do=do,
        data_args=args(**given) if given else None,
        data_confirm=confirm or None,
        data_confirm_label=confirm_label or None,
        aria_label=label or None,
        title=label or None,
        disabled=disabled,
        **attributes,
    )[text]


def icon_button(
    sign: str, label: str, do: str, given: Mapping[str, Any], *, id: str, **more: Any
) -> h.Element:
    """Return a small square button whose name is read, not shown."""
    return button(
        h.span(aria_hidden="true")[sign], do, given, id=id, kind="icon", label=label, **more
    )


def field(
    label: str,
    id: str,
    value: Any,
    do: str,
    given: Mapping[str, Any] | None = None,
    *,
    kind: str = "text",
    options: Iterable[tuple[str, str]] | Iterable[str] = (),
    suggestions: Sequence[str] = (),
    help: str = "",
    required: bool = False,
    placeholder: str = "",
    hide_label: bool = False,
    mark: Any = None,
    rows: int = 3,
    **attributes: Any,
) -> h.Element:
    """Return a labeled control that saves itself.

    `kind` is text, area, number, date, select, check or lines (one item a line, sent as
    one text). `suggestions` are offered while typing, own words stay possible. `mark`
    stands beside the label, e.g. a `badge`.
    """
    wiring = {
        "id": id,
        "data_change": do,
        "data_args": args(**(given or {})),
        "aria_describedby": f"{id}-help" if help else None,
        "aria_required": "true" if required else None,
    } | attributes
    if kind == "check":
        return h.div(".field.check")[
            h.input(type="checkbox", checked=bool(value), **wiring),
            h.label(for_=id)[label],
            mark,
            h.small(id=f"{id}-help")[help] if help else None,
        ]
    text = _plain(value)
    control = _control(kind, text, wiring, options, suggestions, placeholder, rows)
    return h.div(".field")[
        h.div(class_={"label": True, "hidden": hide_label})[
            h.label(for_=id)[
                label, h.span(".must", aria_hidden="true")[" *"] if required else None
            ],
            mark,
        ],
        control,
        _datalist(id, suggestions),
        h.small(id=f"{id}-help")[help] if help else None,
    ]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        return "\n".join(str(item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _control(
    kind: str,
    text: str,
    wiring: dict[str, Any],
    options: Iterable[Any],
    suggestions: Sequence[str],
    placeholder: str,
    rows: int,
) -> h.BaseElement:
    if kind in ("area", "lines"):
        # The leading line break is the one that HTML drops; without it an own one would go.
        tall = max(rows, min(14, text.count("\n") + 1 + len(text) // 90))
        return h.textarea(rows=tall, placeholder=placeholder or None, **wiring)["\n" + text]
    if kind == "select":
        pairs = [(o, o) if isinstance(o, str) else o for o in options]
        if text not in (v for v, _ in pairs):
            pairs.insert(0, (text, text or "—"))
        return h.select(**wiring)[
            (h.option(value=v, selected=v == text)[words] for v, words in pairs)
        ]
    extra = {"step": "any"} if kind == "number" else {}
    return h.input(
        type=kind,
        value=text,
        placeholder=placeholder or None,
        list=f"{wiring['id']}-list" if suggestions else None,
        autocomplete="off",
        **extra,
        **wiring,
    )


def _datalist(id: str, suggestions: Sequence[str]) -> h.Element | None:
    if not suggestions:
        return None
    return h.datalist(id=f"{id}-list")[(h.option(value=word) for word in suggestions)]


def writers(names: Sequence[str], id: str) -> h.Node:
    """Return the mark of people who write at the same thing just now."""
    if not names:
        return None
    return h.span(".writers", id=id)[
        h.span(aria_hidden="true")["✎ "],
        f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} writing",
    ]


def lines(value: str) -> list[str]:
    """Return the non-empty lines of a "lines" field, without bullets.

    >>> lines("- fast delivery\\n\\n• free returns ")
    ['fast delivery', 'free returns']
    """
    return [cleaned for line in value.splitlines() if (cleaned := line.strip(" \t-•*–"))]


def card(
    title: Any, *children: Any, id: str, level: int = 2, tools: Any = None, kind: str = ""
) -> h.Element:
    """Return a titled part of a page."""
    heading = getattr(h, f"h{level}")
    return h.section(id=id, class_=["card", kind], aria_labelledby=f"{id}-heading")[
        h.div(".card-head")[
            heading(id=f"{id}-heading")[title], h.div(".row")[tools] if tools else None
        ],
        children,
    ]


def empty(text: str, *buttons: Any, id: str = "") -> h.Element:
    """Return what stands where nothing is yet, with the way on."""
    return h.div(".empty", id=id or None)[h.p[text], h.div(".row")[buttons] if buttons else None]


def row(*children: Any, end: bool = False) -> h.Element:
    """Return children side by side, wrapping where there is no room."""
    return h.div(class_={"row": True, "end": end})[children]


def tabs(
    label: str, entries: Mapping[str, str], now: str, page: str, name: str = "view"
) -> h.Element:
    """Return links between the parts of a page; which one is shown stands in the address."""
    return h.nav(".tabs", aria_label=label)[
        (
            h.button(
                id=f"tab-{key}",
                type="button",
                data_do="look",
                data_args=args(name=name, value=key),
                aria_current="page" if key == now else None,
            )[words]
            for key, words in entries.items()
        )
    ]


def dialog(
    id: str, title: str, *body: Any, cancel: str, given: Mapping[str, Any] | None = None
) -> h.Element:
    """Return a modal dialog that is open while it is drawn; Esc sends `cancel`."""
    return h.dialog(
        id=id, data_modal=True, data_cancel=cancel, data_args=args(**(given or {})),
        aria_labelledby=f"{id}-heading",
    )[
        h.div(".card-head")[
            h.h2(id=f"{id}-heading")[title],
            button("×", cancel, given, id=f"{id}-close", kind="icon", label="Close"),
        ],
        body,
    ]  # fmt: skip


def badge(status: str, n: int | None = None, collected: date | None = None) -> h.Element:
    """Return the mark of evidence: ● measured · n 212 · May 2026, ◐ anecdotal or ○ assumed."""
    return h.span(class_=f"b {status}")[_evidence_words(status, n, collected)]


def _evidence_words(status: str, n: int | None, collected: date | None) -> list[Any]:
    words = f"{status} · n {n:,}" if n is not None and status != "assumed" else status
    if collected is not None and status != "assumed":
        words += f" · {collected:%b %Y}"
    return [h.span(aria_hidden="true")[EVIDENCE[status], " "], words]


def evidence_button(
    where: str, name: str, status: str, n: int | None = None, collected: date | None = None
) -> h.Element:
    """Return the mark of evidence as a button that opens what supports it.

    `where` is the address of the claim, ``notes/<id>``; `name` says what it is about. The page
    takes `journeykit.widgets.pages.citing.Citing` into its bases.
    """
    return h.button(
        id=f"ev-{where.replace('/', '-').replace('.', '-')}", type="button", class_="badge",
        data_do="evidence", data_args=args(where=where),
    )[
        h.span(class_=f"b {status}")[_evidence_words(status, n, collected)],
        h.span(".hidden")[f": what supports {name}?"],
    ]  # fmt: skip


def coverage(share: float, mark: bool | None = None) -> h.Element:
    """Return the bar of evidence coverage, with ASSUMPTIONS below one half.

    `mark` says whether there is anything that could be assumed; by default there is.
    """
    percent = f"{share:.0%}".replace("%", " %")
    low = share < 0.5 if mark is None else mark
    return h.div(class_={"coverage": True, "low": low})[
        h.div(".cov", aria_hidden="true")[h.span(style=f"width:{share:.0%}")],
        h.small[
            f"Evidence coverage {percent}",
            h.strong(".assumptions")[
                " · ASSUMPTIONS: more than half of this map is believed, not known"
            ]
            if low
            else None,
        ],
    ]


def table(
    head: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    caption: str = "",
    id: str = "",
    stack: bool = False,
) -> h.Element:
    """Return a plain table; its first column names the row.

    With `stack`, a phone shows each row as a block, its cells below the names of their columns.
    """
    names = [cell if isinstance(cell, str) else None for cell in head]
    return h.div(".scroll", tabindex="0", role="region", aria_label=caption or "Table")[
        h.table(class_={"plain": True, "stack": stack}, id=id or None)[
            h.caption(".hidden")[caption] if caption else None,
            h.thead[h.tr[(h.th(scope="col")[cell] for cell in head)]],
            h.tbody[
                (
                    h.tr[
                        (
                            h.th(scope="row")[cell]
                            if not i
                            else h.td(data_label=names[i] if stack else None)[cell]
                            for i, cell in enumerate(line)
                        )
                    ]
                    for line in rows
                )
            ],
        ]
    ]


def signed(value: float, digits: int = 1) -> str:
    """Return a number with its sign, typeset.

    >>> signed(-1.25), signed(0.4), signed(0)
    ('−1.2', '+0.4', '0.0')
    """
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return ("−" if value < 0 else "+") + text


def stat(
    value: float | None, low: float | None, high: float | None, n: int | None, digits: int = 2
) -> h.Element:
    """Return a number with its interval and n, or a dash that says why there is none."""
    if value is None:
        return h.span(".stat")["–", h.small[f" n {n}" if n is not None else " no answers"]]
    interval = (
        f" {_num(low, digits)} to {_num(high, digits)}"
        if low is not None and high is not None
        else ""
    )
    count = f" · n {n}" if n is not None else ""
    return h.span(".stat")[h.b[_num(value, digits)], h.small[interval + count]]


def _num(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


def chart(id: str, spec: Mapping[str, Any], words: str) -> h.Element:
    """Return a place where the browser draws a Vega-Lite spec; `words` say what it shows."""
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True, default=str)
    return h.figure(".chart", id=id, data_chart=str(hash_of(text)), role="img", aria_label=words)[
        h.script(type="application/json")[Markup(text.replace("<", "\\u003c"))],
    ]


def hash_of(text: str) -> str:
    """Return a short fingerprint by which the page script sees that a chart has changed."""
    from hashlib import blake2s

    return blake2s(text.encode(), digest_size=8).hexdigest()


def upload(
    label: str,
    id: str,
    do: str,
    given: Mapping[str, Any] | None = None,
    *,
    accept: str = "",
    help: str = "",
) -> h.Element:
    """Return a place to drop a file, or to choose one."""
    return h.div(".drop", data_upload=do, data_args=args(**(given or {})))[
        h.label(".button", for_=id)[label],
        h.input(
            id=id,
            type="file",
            accept=accept or None,
            data_upload=do,
            data_args=args(**(given or {})),
            aria_describedby=f"{id}-help" if help else None,
        ),
        h.small(id=f"{id}-help")[help] if help else None,
    ]  # fmt: skip
