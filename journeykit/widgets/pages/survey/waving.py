"""The next wave of a survey: what changed in its form, and its import as the earlier one."""

from __future__ import annotations

from dataclasses import replace
from glob import escape
from typing import TYPE_CHECKING, Any

import htpy as h

from journeykit.errors import Refused
from journeykit.widgets import parts
from journeykit.widgets.pages.survey import draft as drafts
from journeykit.widgets.pages.survey.correcting import Correcting
from journeykit.widgets.pages.survey.draft import Draft
from journeykit.widgets.view import Toast, action

if TYPE_CHECKING:
    from journeykit.earlier import Earlier
    from journeykit.model import Source
    from journeykit.survey import Survey as Answers
    from journeykit.survey.waves import Changes

#: A file up to this size stays in the kernel, so that it can be read again another way.
_KEPT = 100_000_000
#: Kinds of personal columns by which somebody can be known again.
_WHO = ("email", "phone", "name", "handle")
_LINES = 12


class Waving(Correcting):
    """The part of the page that reads a file, also as the next wave of an earlier one."""

    # ---- what is seen ----------------------------------------------------------------------

    def earlier(self, draft: Draft) -> list[Earlier]:
        """Return the sources of which this looks like another wave, the likeliest first."""
        from journeykit.earlier import earlier

        key = (draft.dataset, self.workshop.sources)
        kept = self.ui.get("earlier")
        if kept is None or kept[0][0] != key[0] or kept[0][1] is not key[1]:
            found = earlier(self.store, self.workshop, self.pending.base(draft))
            kept = self.ui["earlier"] = (key, found)
        listed: list[Earlier] = kept[1]
        return listed

    def waves_card(self, draft: Draft) -> h.Node:
        """Offer to import a file as an earlier wave was, and say what changed in the form."""
        if not self.workshop.sources or not (found := self.earlier(draft)):
            return None
        chosen = next((one for one in found if one[0].id == draft.before), None)
        source, changes = chosen or found[0]
        title = f"This looks like wave {len(found) + 1} of “{source.title}”"
        return parts.card(
            f"Read as “{source.title}” was read" if chosen else title,
            h.p[_asked_again(changes)],
            h.p[draft.skipped] if chosen and draft.skipped else None,
            what_changed(changes),
            None if chosen else self._offers(found),
            _added(source, changes) if changes.new and not draft.wider else None,
            id="waves",
        )

    def _offers(self, found: list[Earlier]) -> h.Node:
        first, *others = (source for source, _ in found[:4])
        return [
            parts.row(
                parts.button("Import it the same way", "same_way", {"source": first.id},
                             id="same-way", kind="primary"),
                *(
                    parts.button(f"Read it as “{source.title}”", "as_before",
                                 {"source": source.id}, id=f"as-{source.id}", kind="small")
                    for source in (first, *others)
                ),
            ),
            h.p[h.small["The first button reads, links and attaches in one step, which one undo "
                        "takes back. The other lets you look first. Responses that are in the "
                        "workshop already are left out and counted."]],
        ]  # fmt: skip

    def person_card(self, draft: Draft) -> h.Node:
        """Offer to keep a salted hash of who answered, while the file is here to be read again."""
        kept = self.ui.get("file")
        if not kept or kept[0] != draft.dataset:
            return None
        base = self.pending.base(draft)
        names = [one.column for one in base.privacy if one.dropped and one.kind in _WHO]
        names += [q.columns[0] for q in base.questions if q.kind == "identifier"]
        names = [name for name in dict.fromkeys([draft.person, *names]) if name]
        names = [name for name in names if name != "Person"]
        if not names:
            return None
        return h.section(".card")[h.details("#person")[
            h.summary["Link the same people over several waves"],
            parts.field(
                "Who answered", "who", draft.person, "person", kind="select",
                options=[("", "Do not keep who answered"), *((name, name) for name in names)],
                help="A salted hash takes the place of this column. It says that two answers are "
                "of one person, not of whom; the salt stays in this store and is in no export "
                "and no backup, so after a restore nobody is matched with an earlier wave. People "
                "have to be told.",
            ),
        ]]  # fmt: skip

    # ---- what is done ----------------------------------------------------------------------

    @action
    def person(self, value: str) -> None:
        """Keep a salted hash of a column that says who answered."""
        self.again(person=value)

    @action
    def as_before(self, source: str) -> Toast:
        """Read the questions as an earlier wave was read, and link them as it is linked."""
        linked = self.carry(source)
        title = self.workshop.get("sources", source).title
        draft = self.underway()
        return Toast(f"{linked} questions are linked as in '{title}'. {draft.skipped}".strip())

    @action
    def widen(self) -> Toast:
        """Add the questions that only this file has to the responses that are there already."""
        from journeykit.earlier import widening, wider
        from journeykit.survey.waves import fresh

        draft = self.underway()
        base, found = self.pending.base(draft), self.earlier(draft)
        further = wider(self.store, base, found)
        if not further:
            raise Refused(
                f"No response of '{base.file}' is in the workshop already; import it as a wave."
            )
        edits, said = widening(self.store, self.workshop, further)
        rest = fresh(base, [(one.title, self._survey_of(one)) for one, _ in found]).survey.responses
        self.dispatch(*edits, words=said.rstrip("."))
        if rest:
            said += f" {rest:,} of its responses are new; import them below."
        else:
            self.keep(None)
            self.ui.pop("file", None)
            self.show(view="sources", source=next(iter(further)), open=None)
        return Toast(said, button="Undo", do="@undo")

    def _survey_of(self, source: Source) -> Answers:
        from journeykit.attach import survey_of

        return survey_of(self.store, source)

    def carry(self, source: str) -> int:
        """Carry over what was decided for an earlier wave; return how many links that gives."""
        from journeykit.earlier import naming, only_new, targets, wave_names, wider
        from journeykit.survey import recipe, to_parquet

        draft = self._as_kept(self.workshop.get("sources", source).recipe)
        found = self.earlier(draft)
        before = next((one for one in found if one[0].id == source), None)
        if before is None:
            raise Refused("This file asks too little of what that survey asked.")
        told = recipe.load(before[0].recipe or {})
        base = self.pending.base(draft)
        gone = [str(name) for name in base.answers.names
                if any(recipe.named(glob, str(name)) for glob in told.drop)]  # fmt: skip
        for column in gone:
            base = drafts.without(base, column)
        further = wider(self.store, base, found)
        new = only_new(self.store, base, [one for one, _ in found], bool(further))
        if not new.survey.responses:
            raise Refused(
                f"All responses of '{base.file}' are in '{before[0].title}' already; only its new "
                "questions can be added."
            )
        datasets = {id: self.store.put_dataset(to_parquet(one)) for id, one in further.items()}
        rules = drafts.as_before(new.survey, told, before[1])
        links = targets(self.workshop, before)
        first, mine = wave_names(self.workshop, base, draft.about.get("collected", ""), found)
        address = self.store.put_dataset(to_parquet(new.survey))
        if (kept := self.ui.get("file")) and kept[0] == draft.dataset:
            self.ui["file"] = (address, *kept[1:])
        weight = told.weight if told.weight in new.survey.answers.names else draft.weight
        self.keep(replace(
            draft, dataset=address, rules=draft.rules | rules, links=draft.links | links,
            weight=weight, before=source, skipped=new.said(),
            dropped=(*draft.dropped, *gone), about={"wave": mine} | draft.about,
            first=first if naming(before[0], first) else "", wider=datasets,
        ))  # fmt: skip
        self.ui["earlier"] = ((address, self.workshop.sources), found)
        return len(links)

    def _as_kept(self, text: str) -> Draft:
        """Read the file again where the earlier recipe says another header, or who answered."""
        from journeykit.survey import recipe

        draft, kept = self.underway(), self.ui.get("file")
        told = recipe.load(text or {})
        base = self.pending.base(draft)
        how: dict[str, Any] = {}
        if told.header_rows not in (None, base.header_rows):
            how["header_rows"] = told.header_rows
        for key in ("delimiter", "tool", "partial", "test"):
            if (value := getattr(told, key)) is not None and draft.how.get(key) != value:
                how[key] = value
        who = next((one.column for one in base.privacy if one.dropped and told.person
                    and recipe.named(told.person, one.column)), None)  # fmt: skip
        if who and not draft.person:
            how["person"] = who
        if how and kept and kept[0] == draft.dataset and not draft.before:
            self.again(**how)
        return self.underway()

    # ---- reading ---------------------------------------------------------------------------

    def read_file(self, data: bytes, name: str, **how: Any) -> Answers:
        """Read a file; raise `Refused` where its answers are in the workshop."""
        from journeykit import survey as surveys

        found = surveys.read(data, name=name, **how)
        self._refuse_twice(found)
        return found

    def _refuse_twice(self, survey: Answers) -> None:
        from journeykit.attach import PICTURES, absent, survey_of

        gone = {source.id for source in absent(self.store, self.workshop)}
        for source in self.workshop.ordered("sources"):
            if not source.dataset or source.id in gone or source.kind in PICTURES:
                continue
            if source.n != survey.responses:
                continue
            if survey_of(self.store, source).answers.same(survey.answers):
                raise Refused(
                    f"'{survey.file}' is attached already, as the source '{source.title}'."
                )

    def begin(self, data: bytes, name: str, survey: Answers, last: Draft | None = None) -> None:
        """Keep what was read as the import under way, with the decisions of the ``last`` one."""
        from journeykit.attach import asked_for, prepare

        source = prepare(self.store, self.workshop, survey, links={}).source
        about = {
            "title": source.title,
            "collected": source.collected.isoformat() if source.collected else "",
            "method": source.method,
        }
        ours = asked_for(self.store, self.workshop, survey.questions)
        new = Draft(source.dataset, by=self.session.author, about=about, links=ours)
        if last is not None:
            new = replace(last, dataset=source.dataset, about=about | last.about)
        self.keep(new)
        self.show(view="import", open=None)
        self.ui["file"] = (source.dataset, name, data) if len(data) <= _KEPT else None

    def again(self, **how: Any) -> None:
        """Read the file again in another way; what was decided stays decided."""
        from journeykit.survey import recipe
        from journeykit.survey.privacy import salt_of

        draft, kept = self.underway(), self.ui.get("file")
        if not kept or kept[0] != draft.dataset:
            raise Refused("The file is not here any more; discard this and choose it again.")
        person = how.pop("person", draft.person)
        now = {key: value for key, value in (draft.how | how).items() if value is not None}
        told = now | {"drop": [escape(column) for column in draft.dropped],
                      "person": escape(person) if person else None}  # fmt: skip
        salt = salt_of(self.store) if person else None
        rules = replace(recipe.load(told), salt=salt)
        survey = self.read_file(kept[2], kept[1], recipe=rules)
        self.begin(kept[2], kept[1], survey, replace(draft, person=person, how=now))
        if draft.before:
            self.carry(draft.before)


def _added(source: Source, changes: Changes) -> h.Element:
    n = len(changes.new)
    new = "1 new question" if n == 1 else f"{n} new questions"
    return h.div[
        parts.row(parts.button(f"Add {new} to “{source.title}”", "widen", id="widen")),
        h.p[h.small["For a fuller export of the same responses: each that is there gets the "
                    "columns that it lacks, and none is there twice."]],
    ]  # fmt: skip


def _asked_again(changes: Changes) -> str:
    n, total = len(changes.pairs), len(changes.pairs) + len(changes.gone)
    if not changes.lines():
        return f"All {total} questions are asked again, in the same way."
    new = len(changes.new)
    more = "1 is new" if new == 1 else f"{new or 'none'} are new"
    return f"{n} of its {total} questions are asked again, {more}."


def what_changed(changes: Changes) -> h.Node:
    """Return what changed in the form, folded; nothing where nothing did."""
    lines = changes.lines()
    if not lines:
        return None
    return h.details("#changes")[
        h.summary["What changed in the form"],
        (
            [
                h.h3[f"{heading} ({len(some)})"],
                h.ul(".notes")[
                    (h.li[line] for line in some[:_LINES]),
                    h.li[f"and {len(some) - _LINES} more"] if len(some) > _LINES else None,
                ],
            ]
            for heading, some in lines
        ),
    ]
