"""A survey file becomes a source of a workshop, and its answers come back as one tidy frame.

`attach` reads the file, keeps the answers as a dataset of the store (personal data is gone by
then) and appends one batch: the source and a link for each question that speaks about a
touchpoint. `answers` reads all surveys of a workshop back, as the emotions page and the
report use them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeykit.earlier import (
    Earlier,
    earlier,
    named_by_recipe,
    names_of,
    naming,
    only_new,
    targets,
    wave_names,
    widening,
    wider,
)
from journeykit.edits import Batch, Edit, Put, next_rank
from journeykit.errors import Missing, Refused
from journeykit.model import TEXT_LIMIT, Link, Source, Touchpoint, Workshop, new_id

if TYPE_CHECKING:
    import pandas as pd

    from journeykit.store import Store
    from journeykit.survey import Question, Recipe, Survey

#: A proposed link below this score waits for a person, who makes it on the Survey page.
SURE = 85.0
#: Kinds of sources whose dataset is a picture, not a table.
PICTURES = frozenset({"heatmap"})
#: The columns of `answers`.
COLUMNS = (
    "respondent", "source", "wave", "question", "stage", "touchpoint", "kind", "value", "low",
    "high", "valence", "weight",
)  # fmt: skip


@dataclass(frozen=True)
class Attachment:
    """A survey that is ready to become a source: what was read, and the batch that adds it."""

    survey: Survey
    source: Source
    links: tuple[Link, ...]
    #: what was there already and was left out, in a sentence
    said: str = ""
    #: what else changes: an earlier wave gets its name, or further columns
    more: tuple[Edit, ...] = ()
    #: False where all responses are in an earlier source, which gets the further columns
    new: bool = True

    @property
    def batch(self) -> Batch:
        """The edit that adds the source and its links, undone as one."""
        puts = [Put.of(self.source)] if self.new else []
        return Batch(
            edits=(*self.more, *puts, *(Put.of(link) for link in self.links)),
            words=f"attached the survey '{self.source.title}'"
            if self.new
            else f"added columns to the survey '{self.source.title}'",
        )


def attach(
    store: Store,
    workshop_id: str,
    file: str | Path | bytes,
    recipe: Any = None,
    links: Mapping[str, str | None] | None = None,
    author: str = "",
    **about: Any,
) -> str:
    """Attach a survey file to a workshop and return the id of the new source.

    Arguments are those of `prepare`; the batch is appended to the workshop's log.
    """
    workshop, _ = store.open(workshop_id)
    ready = prepare(store, workshop, file, recipe, links, **about)
    store.append(workshop_id, ready.batch, author=author)
    return ready.source.id


def prepare(
    store: Store,
    workshop: Workshop,
    file: str | Path | bytes | Survey,
    recipe: Any = None,
    links: Mapping[str, str | None] | None = None,
    **about: Any,
) -> Attachment:
    """Read a survey, keep its answers in the store, and return what adds it to the workshop.

    `file` is a path, the bytes of a file (then ``name=`` says what it is called) or a survey
    that was read before. `links` gives for a question's id the touchpoint that it speaks
    about, None for the journey as a whole; without it the links that are sure are made. `recipe`
    says how to read a file; with a survey that was read before it is kept for the next wave.
    A file that is read here and looks like another wave of a survey in the workshop is linked
    as that one is, gets a name for its wave, and brings only the responses that are new. `about`
    sets fields of the source: title, collected, wave, consent, method. Raises `Refused` for a
    file that cannot be read and for answers that the workshop has already.
    """
    from journeykit import survey as surveys

    name = about.pop("name", None)
    rules = salted(store, recipe)
    read: Survey = (
        file if isinstance(file, surveys.Survey) else surveys.read(file, name=name, recipe=rules)
    )
    before = [] if isinstance(file, surveys.Survey) else earlier(store, workshop, read)
    further = wider(store, read, before)
    new = only_new(store, read, [one for one, _ in before], bool(further)) if before else None
    if new and not new.survey.responses:
        return _widened(store, workshop, further, before)
    survey = new.survey if new else read
    wanted = _wanted(store, workshop, survey, before) if links is None else _targets(links)
    more: list[Edit] = []
    if before:
        from journeykit.survey.days import last_day

        day = str(about.get("collected") or last_day(survey) or "")
        first, mine = wave_names(workshop, survey, day, before)
        about = {"wave": mine} | about
        more += naming(before[0][0], first)
    # what was read before comes with the recipe that says how
    told = recipe if isinstance(recipe, str) and read is file else None
    about["recipe"] = written(survey, workshop, wanted, rules) if told is None else told
    ready = _stored(store, workshop, survey, about)
    placed = _placed(survey, ready.source.id, wanted)
    added, told_so = widening(store, workshop, further)
    said = " ".join(part for part in (new.said() if new else "", told_so) if part)
    return replace(ready, links=tuple(placed), said=said, more=(*more, *added))


def _widened(
    store: Store, workshop: Workshop, further: Mapping[str, Survey], before: Sequence[Earlier]
) -> Attachment:
    """Give earlier sources the columns that a file adds to their responses, with links."""
    edits, said = widening(store, workshop, further)
    asked = {source.id: {question.id for question in changes.new} for source, changes in before}
    links: list[Link] = []
    for id, survey in further.items():
        wanted = _wanted(store, workshop, survey, ())
        new = {q: target for q, target in wanted.items() if q in asked[id]}
        links += _placed(survey, id, new)
    first = next(source for source, _ in before if source.id in further)
    survey = further[first.id]
    return Attachment(
        survey, first, tuple(links), f"No response is new. {said}", tuple(edits), False
    )


def _placed(survey: Survey, source: str, wanted: Mapping[str, str]) -> list[Link]:
    """Links for questions, each with the touchpoint, the stage or the whole that it names."""
    made = make_links(survey, source, {
        id: target[2:] if target.startswith("t:") else None for id, target in wanted.items()
    })  # fmt: skip
    stages = {id: target[2:] for id, target in wanted.items() if target.startswith("s:")}
    return [link.model_copy(update={"stage": stages.get(link.question)}) for link in made]


def _stored(
    store: Store, workshop: Workshop, survey: Survey, about: Mapping[str, Any]
) -> Attachment:
    """Keep the answers in the store and return the source for them, without links."""
    from journeykit.survey import to_parquet

    address = store.put_dataset(to_parquet(survey))
    for source in workshop.sources.values():
        if source.dataset == address:
            raise Refused(f"'{survey.file}' is attached already, as the source '{source.title}'.")
    rank = next_rank(workshop.ordered("sources"))
    return Attachment(survey, _source(survey, address, {"rank": rank} | dict(about)), ())


def salted(store: Store, recipe: Any) -> Recipe:
    """Return the recipe, with the store's salt where it keeps a hash of who answered."""
    from journeykit.survey.privacy import salt_of
    from journeykit.survey.recipe import Recipe, load

    rules = load(recipe) if recipe is not None else Recipe()
    return replace(rules, salt=salt_of(store)) if rules.person else rules


def _targets(links: Mapping[str, str | None]) -> dict[str, str]:
    return {id: f"t:{place}" if place else "journey" for id, place in links.items()}


def _wanted(
    store: Store, workshop: Workshop, survey: Survey, before: Sequence[Earlier]
) -> dict[str, str]:
    """What the questions surely speak about; a person's word goes before a likeness."""
    ours = asked_for(store, workshop, survey.questions)
    inherited = targets(workshop, before[0]) if before else {}
    told = ours | inherited | named_by_recipe(survey, workshop)
    known = {q.id for q in survey.questions
             if q.scaled and q.scale is not None and q.scale.min is not None}  # fmt: skip
    return _targets(_sure(survey, workshop)) | {id: t for id, t in told.items() if id in known}


def written(survey: Survey, workshop: Workshop, decided: Mapping[str, str], rules: Recipe) -> str:
    """Return the recipe by which the next wave of a survey is read and linked, as YAML.

    ``decided`` says what the questions speak about, ``rules`` is the recipe by which this one
    was read. "" where it would be too long to keep.
    """
    from journeykit.survey import recipe_of
    from journeykit.survey.recipe import dump

    told = {q.id for q in survey.questions for rule in rules.questions if rule.fits(q)}
    text = dump(recipe_of(survey, names_of(workshop, decided), rules.person, told, rules))
    return text if len(text) <= TEXT_LIMIT else ""


#: The setting in which a workshop's questionnaire is kept, after this come the workshop's id.
ASKED = "questions."


def asked_for(store: Store, workshop: Workshop, questions: Iterable[Question]) -> dict[str, str]:
    """Return what the questions speak about that this workshop's own questionnaire asked.

    The values are ``t:ID``, ``s:ID`` or ``journey``; other questions are left out.
    """
    from journeykit import asking

    sent = asking.history(store.setting(ASKED + workshop.id))
    touchpoints = {id: one.name for id, one in workshop.touchpoints.items()}
    stages = {id: one.name for id, one in workshop.stages.items()}
    return asking.targets(questions, touchpoints, stages, sent)


def make_links(survey: Survey, source_id: str, touchpoints: Mapping[str, str | None]) -> list[Link]:
    """Return a link, with its n, for each question's id in `touchpoints`.

    Raises `Missing` for a question that is not there, `Refused` for one without a scale.
    """
    from journeykit.survey.answers import links_of

    for id in touchpoints:
        question = survey.question(id)
        if not question.scaled or question.scale is None or question.scale.min is None:
            raise Refused(f"'{question.text or id}' has no scale, so it cannot rate a touchpoint.")
    wanted = {survey.question(id).id: target for id, target in touchpoints.items()}
    fields = [data for data in links_of(survey, wanted) if data["question"] in wanted]
    made = [Link(source=source_id, rank=float(at), **data) for at, data in enumerate(fields, 1)]
    return [link.model_copy(update={"n": count(survey, link)}) for link in made]


def count(survey: Survey, link: Link) -> int:
    """Return how many people gave the link's question an answer that counts."""
    from journeykit.survey import tidy

    return len(tidy(survey, [link]))


def survey_of(store: Store, source: Source) -> Survey:
    """Return the survey behind a source; raise `Missing` when its answers are not in the store."""
    from journeykit.survey import from_parquet

    if not source.dataset:
        raise Missing(f"The source '{source.title}' has no answers attached.")
    key = (store.url, source.dataset)
    if key not in _KEPT:
        _keep(_KEPT, key, from_parquet(store.dataset(source.dataset)), 4)
    return _KEPT[key]


def answers(store: Store, workshop: Workshop) -> pd.DataFrame:
    """Return the answers of all linked questions of a workshop, one row an answer.

    Columns: respondent (unique over sources), source, wave, question, stage, touchpoint, kind,
    value (as answered), low and high (the ends of its scale), valence (−2…+2, METHOD 4; NaN
    for NPS, which is no emotion), weight. Sources whose answers are not in this store are
    left out; `absent` names them.
    """
    import pandas as pd

    links: dict[str, list[Link]] = {}
    for link in workshop.ordered("links"):
        if not (link.activity or link.comments):
            links.setdefault(link.source, []).append(link)
    gone = {source.id for source in absent(store, workshop)}
    parts = [
        _told(store, source, tuple(links[source.id]))
        for source in workshop.ordered("sources")
        if source.dataset and source.id in links and source.id not in gone
    ]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=_DTYPES.get(name, "str")) for name in COLUMNS})
    return pd.concat(parts, ignore_index=True)


def absent(store: Store, workshop: Workshop) -> list[Source]:
    """Return the sources whose answers are not in this store: the workshop came from another."""
    return [
        source
        for source in workshop.ordered("sources")
        if source.dataset and not _is_here(store, source)
    ]


_KEPT: OrderedDict[tuple[str, str], Survey] = OrderedDict()
_FRAMES: OrderedDict[Any, pd.DataFrame] = OrderedDict()
_DTYPES = dict.fromkeys(("value", "low", "high", "valence", "weight"), "float64")


def _keep(kept: OrderedDict[Any, Any], key: Any, value: Any, most: int) -> None:
    """Keep what was read of a dataset: it never changes, since its address is its content."""
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)


def _is_here(store: Store, source: Source) -> bool:
    try:
        if source.kind in PICTURES:
            store.dataset(source.dataset)
        else:
            survey_of(store, source)
    except Missing:
        return False
    return True


def _told(store: Store, source: Source, links: tuple[Link, ...]) -> pd.DataFrame:
    from journeykit.emotions.curve import to_valence_rows
    from journeykit.survey import tidy

    key = (store.url, source.id, source.dataset, source.wave, links)
    if key not in _FRAMES:
        frame = tidy(survey_of(store, source), links)
        frame["valence"] = to_valence_rows(frame).where(frame["kind"] != "nps")
        frame["source"], frame["wave"] = source.id, source.wave
        frame["respondent"] = source.id + "." + frame["respondent"].astype(str)
        _keep(_FRAMES, key, frame[list(COLUMNS)], 16)
    return _FRAMES[key]


def _sure(survey: Survey, workshop: Workshop) -> dict[str, str | None]:
    """Link what is sure: a question that names a touchpoint; NPS and its kin to the whole."""
    from journeykit.survey import propose

    journey = workshop.current_journey()
    places: list[Touchpoint] = [
        touchpoint
        for stage in (workshop.ordered("stages", journey=journey.id) if journey else ())
        for touchpoint in workshop.ordered("touchpoints", stage=stage.id)
    ]
    asked = [q for q in survey.questions if q.scaled and q.kind != "nps"]
    found: dict[str, str | None] = {
        proposal.question: proposal.touchpoint
        for proposal in propose(asked, [(place.id, place.name) for place in places])
        if proposal.score >= SURE
    }
    for question in survey.questions:
        known = question.scale is not None and question.scale.min is not None
        if question.kind in ("nps", "csat", "ces") and known:
            found.setdefault(question.id, None)
    return found


def _source(survey: Survey, address: str, about: Mapping[str, Any]) -> Source:
    from journeykit.survey.days import last_day

    aside = f"; {len(survey.set_aside)} records set aside" if survey.set_aside else ""
    generic = survey.tool == "generic"
    export = f"{survey.format.upper()} file" if generic else f"Export of {survey.tool}"
    told = {
        "title": Path(survey.file).stem[:300] or "Survey",
        "collected": last_day(survey),
        "method": f"{export}, {survey.rows} records{aside}",
        **about,
    }
    if told["collected"] is None:
        del told["collected"]
    fixed = {"kind": "survey", "dataset": address, "file": survey.file[:300], "n": survey.responses}
    return Source.model_validate({"id": new_id(), **fixed, **told})
