"""The card in which something new is written down: findings, actions, KPIs, content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import htpy as h

from journeykit.widgets import parts


def add_card(
    title: str,
    do: str,
    *controls: Any,
    id: str,
    button: str,
    given: Mapping[str, Any] | None = None,
    tools: Any = None,
) -> h.Element:
    """Return a card with a form that sends its controls to `do` and is empty afterwards."""
    return parts.card(
        title, add_form(do, *controls, id=id, button=button, given=given), id="add", tools=tools
    )


def add_form(
    do: str,
    *controls: Any,
    id: str,
    button: str,
    given: Mapping[str, Any] | None = None,
    primary: bool = True,
) -> h.Element:
    """Return the form of `add_card` alone."""
    return h.form(
        f"#{id}-form.add-form", data_submit=do, data_reset=True,
        data_args=parts.args(**given) if given else None,
    )[
        controls,
        h.button(f"#add-{id}", type="submit", class_="primary" if primary else None)[button],
    ]  # fmt: skip


def text(
    label: str,
    id: str,
    name: str,
    *,
    suggestions: Sequence[str] = (),
    grow: bool = False,
    **attributes: Any,
) -> h.Element:
    """Return a line to type into; `grow` gives it the most room."""
    given = {"maxlength": "300", "autocomplete": "off"} | attributes
    return h.div(class_={"field": True, "add-grow": grow})[
        h.label(for_=id)[label],
        h.input(id=id, name=name, list=f"{id}-list" if suggestions else None, **given),
        h.datalist(id=f"{id}-list")[(h.option(value=word) for word in suggestions)]
        if suggestions
        else None,
    ]


def select(
    label: str,
    id: str,
    name: str,
    options: Iterable[tuple[str, str]],
    *,
    now: str = "",
    narrow: bool = False,
) -> h.Element:
    """Return a choice; `narrow` gives it less room."""
    return h.div(class_={"field": True, "add-narrow": narrow})[
        h.label(for_=id)[label],
        h.select(id=id, name=name)[
            (h.option(value=value, selected=value == now)[words] for value, words in options)
        ],
    ]


__all__ = ["add_card", "add_form", "select", "text"]
