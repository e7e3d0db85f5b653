"""Report: make it, look at it, take it and the workshop along."""

from __future__ import annotations

import json
import queue
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import htpy as h

from journeykit.checks import checks, coverage, rubric
from journeykit.errors import Missing, Refused
from journeykit.widgets import parts
from journeykit.widgets.pages import losing
from journeykit.widgets.view import Download, Progress, Toast, View, action

FORMS = {"html": "text/html", "pdf": "application/pdf", "ipynb": "application/x-ipynb+json"}
#: what goes through a page's connection; the command line has no such limit
LARGEST_DOWNLOAD = 50_000_000
STEPS = {
    "start": "Start", "personas": "Personas", "touchpoints": "Touchpoints", "survey": "Survey",
    "emotions": "Emotions", "improve": "Improve", "measure": "Measure", "report": "Report",
}  # fmt: skip


class Report(View):
    """Makes the report and shows what it will have to admit."""

    step = "report"
    title = "Report"
    lead = "What somebody reads who was not in the room: findings, numbers, actions, open ends."

    def body(self) -> h.Node:
        """Return the page."""
        return h.div(".report-page")[
            self._making(),
            self._preview(),
            h.div(".two")[h.div[self._open(), self._taking()], self._rubric()],
        ]

    # ---- what a person can do

    @action
    def choose(self, part: str, value: bool) -> None:
        """Take a part into the report, or leave it out."""
        left = set(self.ui.get("left", ()))
        self.ui["left"] = left - {part} if value else left | {part}

    @action
    def narrow(self, what: str, value: str) -> None:
        """Narrow the report to one persona or one wave; "" is all of them."""
        if what not in ("persona", "wave"):
            raise Refused("A report is narrowed to a persona or to a wave.")
        self.ui[what] = value

    @action
    def make(self) -> Progress:
        """Make the report, telling what is being done."""
        seq, left = self.session.seq, sorted(self.ui.get("left", ()))
        made = yield from self._in_the_background(left)
        kept = {
            "at": datetime.now(UTC).isoformat(timespec="minutes"),
            "seq": seq,
            "html": self.store.put_dataset(made.html.encode()),
            "ipynb": self.store.put_dataset(made.notebook.encode()),
            "pdf": self.store.put_dataset(made.pdf),
        }
        self.store.set_setting(self._setting, json.dumps(kept))
        self.show(preview="yes")
        return Toast("The report is made.")

    @action
    def fold(self) -> None:
        """Show the report below, or fold it away."""
        self.show(preview=None if self.at.get("preview") else "yes")

    @action
    def take(self, kind: str) -> Download:
        """Save the report that was made last: ``html``, ``pdf`` or ``ipynb``."""
        last = self._last()
        if last is None or kind not in FORMS:
            raise Refused("There is no report yet; make it first.")
        if kind not in last:
            raise Refused("This report was made before there was a PDF; make it again.")
        return Download(f"{self._name}-report.{kind}", self.store.dataset(last[kind]), FORMS[kind])

    @action
    def export(self, suffix: str) -> Progress:
        """Save the workshop itself in one of the formats, and show what it leaves out."""
        from journeykit.exchange import encode, writable

        format = next((one for one in writable() if one.suffix == suffix), None)
        if format is None:
            raise Refused("The workshop is not written in this format.")
        yield f"Writing {format.title}…"
        data, losses = encode(self.workshop, suffix, self._points)
        name = f"{self._name}{suffix}"
        if len(data) > LARGEST_DOWNLOAD:
            raise Refused(
                f"'{name}' has {len(data) // 1_000_000} MB, more than a page can send; "
                "use 'journeykit export' on the command line."
            )
        self.ui["taken"] = (suffix, name, losses)
        return Download(name, data, format.mime)

    def _points(self) -> Any:
        """The curve with the answers of this store, for the formats that draw it."""
        from journeykit.report import Report as Contents

        return Contents(self.store, self.workshop).points

    # ---- making

    def _in_the_background(self, leave_out: list[str]) -> Any:
        """Make the report in a thread, so that the page lives on; yield what it tells."""
        from journeykit.report import make

        persona, wave = self.ui.get("persona", ""), self.ui.get("wave", "")
        told: queue.Queue[str] = queue.Queue()
        outcome: dict[str, Any] = {}

        def work() -> None:
            try:
                outcome["made"] = make(
                    self.store, self.workshop.id, told.put, leave_out, persona, wave
                )
            except Exception as error:
                outcome["error"] = error

        thread = threading.Thread(target=work, name="report", daemon=True)
        thread.start()
        words = "Starting"
        while thread.is_alive() or not told.empty():
            with suppress(queue.Empty):
                words = told.get(timeout=0.2)
            yield words, _share(words)
        if error := outcome.get("error"):
            raise error
        return outcome["made"]

    @property
    def _setting(self) -> str:
        return f"report.{self.workshop.id}"

    @property
    def _name(self) -> str:
        return losing.stem(self.workshop.title)

    def _last(self) -> dict[str, Any] | None:
        text = self.store.setting(self._setting)
        return dict(json.loads(text)) if text else None

    # ---- what is shown

    def _making(self) -> h.Node:
        from journeykit.report import parts as headings

        left = self.ui.get("left", ())
        last = self._last()
        return parts.card(
            "The report",
            h.fieldset(".parts")[
                h.legend["What is in it"],
                (
                    parts.field(heading, f"part-{at}", heading not in left, "choose",
                                {"part": heading}, kind="check", disabled=at == 0)
                    for at, heading in enumerate(headings())
                ),
            ],
            self._narrowing(),
            parts.row(
                parts.button("Make the report" if last is None else "Make it again", "make",
                             id="make", kind="primary"),
                self._made(last),
            ),
            self._files(last),
            id="report",
        )  # fmt: skip

    def _narrowing(self) -> h.Node:
        """Whom the report is about, where there is more than one persona or wave."""
        waves = {s.wave: s.wave for s in self.workshop.ordered("sources") if s.wave}
        personas = {each.id: each.name for each in self.workshop.ordered("personas")}
        asked = (
            ("persona", "Persona", personas, "All personas"),
            ("wave", "Wave", waves, "All waves"),
        )
        return parts.row(*(
            parts.field(label, f"about-{what}", self.ui.get(what, ""), "narrow", {"what": what},
                        kind="select", options=[("", everything), *known.items()])
            for what, label, known, everything in asked
            if known
        ))  # fmt: skip

    def _made(self, last: dict[str, Any] | None) -> h.Node:
        if last is None:
            return h.small["This takes some seconds."]
        since = self.session.seq - last["seq"]
        changed = f", {since} change{'' if since == 1 else 's'} since" if since else ", up to date"
        return h.small(id="made")[f"Made {last['at'][:16].replace('T', ' ')} UTC{changed}"]

    def _files(self, last: dict[str, Any] | None) -> h.Node:
        if last is None:
            return None
        folded = "Hide the report" if self.at.get("preview") else "Show the report"
        return parts.row(
            parts.button(folded, "fold", id="fold"),
            parts.button("Save as HTML", "take", {"kind": "html"}, id="take-html"),
            parts.button("Save as PDF", "take", {"kind": "pdf"}, id="take-pdf"),
            parts.button("Save as notebook", "take", {"kind": "ipynb"}, id="take-ipynb"),
        )

    def _taking(self) -> h.Node:
        from journeykit.exchange import GROUPS, writable

        formats = list(writable())
        return parts.card(
            "Downloads",
            (
                h.div(".group")[
                    h.h3[words],
                    h.ul(".takeaways")[
                        (self._takeaway(one) for one in formats if one.group == group)
                    ],
                ]
                for group, words in GROUPS.items()
            ),
            h.small[
                "Answers of surveys stay in this store; no file holds them. Who said what that "
                "was promised to be anonymous is in no file either; a backup is whole."
            ],
            id="take",
        )

    def _takeaway(self, format: Any) -> h.Node:
        id = f"export-{format.suffix[1:].replace('.', '-')}"
        return h.li[
            parts.button(format.title, "export", {"suffix": format.suffix}, id=id),
            h.small[format.holds],
            self._left_out(format.suffix),
        ]

    def _left_out(self, suffix: str) -> h.Node:
        """Return what the file that was saved last does not hold, below its button."""
        last, name, losses = self.ui.get("taken", ("", "", ()))
        if last != suffix:
            return None
        return h.div("#taken", role="status")[
            h.p[f"{name} is saved. ", losing.words(losses)],
            losing.listed(losses, "taken-losses"),
        ]

    def _open(self) -> h.Node:
        found = [check for check in checks(self.workshop) if not check.ok]
        listed = [
            h.li(".todo")[
                h.a(data_go=check.step, href=f"{check.step}", id=f"open-{at}")[STEPS[check.step]],
                f": {check.message}",
            ]
            for at, check in enumerate(found)
        ]
        return parts.card(
            "Still open" if found else "Nothing is open",
            h.ul(".checks")[listed] if found else h.p["Every check of every step holds."],
            parts.coverage(coverage(self.workshop)),
            id="open",
        )

    def _rubric(self) -> h.Node:
        result = rubric(self.workshop)
        rows: Iterator[tuple[h.Node, ...]] = (
            (
                row["title"],
                "for you" if row["score"] is None else f"{row['score']:g} of 3",
                h.small[row["why"]],
            )
            for row in result["rows"]
        )
        return parts.card(
            "How good is the map?",
            h.p[
                f"{result['total']:g} of {result['of']} points. Rows 4, 7 and 9 are judged by "
                "people: ",
                h.a("#to-judge", data_go="touchpoints?view=checks", href="02_touchpoints.ipynb")[
                    "judge them"
                ],
                ".",
            ],
            parts.table(("Row", "Points", "Why"), rows, caption="Rubric of the map"),
            id="rubric",
        )

    def _preview(self) -> h.Node:
        last = self._last()
        if last is None or not self.at.get("preview"):
            return None
        try:
            html = self.store.dataset(last["html"]).decode()
        except Missing:
            return None
        return h.section(".card", id="preview", aria_label="The report")[
            h.iframe(id="preview-frame", title="The report", sandbox="", srcdoc=html)
        ]


def _share(words: str) -> float | None:
    """Read how far it is from ``"KPIs (11 of 13)"``."""
    found = re.search(r"\((\d+) of (\d+)\)$", words)
    return int(found[1]) / (int(found[2]) + 1) if found else None
