"""Finds what comes with the kit: templates, catalogues, agendas, questions, examples, notebooks.

The same calls work in a checkout, where the folders stand at the top, and in an installed
wheel, which carries them in ``journeykit/_files``. Files are read once and kept.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeykit.errors import Missing

if TYPE_CHECKING:
    from journeykit.library.entries import Catalogue
    from journeykit.library.shapes import Agenda, JourneyTemplate, QuestionBank
    from journeykit.model import Activity, Workshop

#: kind -> where it stands in a checkout, and below ``_files`` in a wheel
FOLDERS: dict[str, tuple[str, str]] = {
    "templates": ("templates", "templates"),
    "journeys": ("templates/journeys", "templates/journeys"),
    "catalogues": ("templates/catalogues", "templates/catalogues"),
    "agendas": ("templates/agendas", "templates/agendas"),
    "questions": ("templates/questions", "templates/questions"),
    "report": ("templates/report", "templates/report"),
    "voila": ("templates/voila", "templates/voila"),
    "notebooks": ("notebooks", "notebooks"),
    "examples": ("data/examples", "examples"),
}


def folder(kind: str) -> Path:
    """Return the folder that holds a kind of file.

    Raises `Missing` for an unknown kind and for an installation that lacks the folder.

    >>> folder("notebook")
    Traceback (most recent call last):
    journeykit.errors.Missing: There is no folder of notebook: did you mean notebooks?
    """
    from journeykit.library.reading import close_names

    if kind not in FOLDERS:
        raise Missing(f"There is no folder of {kind}: {close_names(kind, FOLDERS)}")
    checkout, wheel = FOLDERS[kind]
    package = Path(__file__).resolve().parents[1]
    for path in (package / "_files" / wheel, package.parent / checkout):
        if path.is_dir():
            return path
    raise Missing(f"This installation has no {checkout}: install journeykit again.")


def journeys() -> tuple[JourneyTemplate, ...]:
    """All journey templates, by name."""
    return tuple(journey(name) for name in _names("journeys"))


@cache
def journey(name: str) -> JourneyTemplate:
    """Return one journey template.

    >>> [stage.name for stage in journey("b2c").stages]
    ['Awareness', 'Consideration', 'Purchase', 'Retention', 'Advocacy']
    """
    from journeykit.library.reading import read
    from journeykit.library.shapes import JourneyTemplate

    return read(_file("journeys", name, "journey template"), JourneyTemplate)


def catalogues() -> tuple[str, ...]:
    """The names of all catalogues."""
    return _names("catalogues")


@cache
def catalogue(name: str) -> Catalogue[Any]:
    """Return one catalogue; its entries are of the class that `entries.ENTRIES` names.

    >>> catalogue("pains").get("unclear-return-policy").title
    'Unclear return policy'
    """
    from journeykit.library.entries import ENTRIES, Catalogue, Entry
    from journeykit.library.reading import read

    path = _file("catalogues", name, "catalogue")
    shape: Any = Catalogue[ENTRIES.get(name, Entry)]  # type: ignore[misc]
    found: Catalogue[Any] = read(path, shape)
    return found


def agendas() -> tuple[Agenda, ...]:
    """All agendas, the shortest first."""
    found = (agenda(name) for name in _names("agendas"))
    return tuple(sorted(found, key=lambda one: (one.minutes, one.name)))


@cache
def agenda(name: str) -> Agenda:
    """Return one agenda.

    >>> agenda("ninety-minutes").minutes
    90
    """
    from journeykit.library.reading import read
    from journeykit.library.shapes import Agenda

    return read(_file("agendas", name, "agenda"), Agenda)


@cache
def questions(name: str = "bank") -> QuestionBank:
    """Return a question bank."""
    from journeykit.library.reading import read
    from journeykit.library.shapes import QuestionBank

    return read(_file("questions", name, "question bank"), QuestionBank)


def start(template: str, title: str) -> Workshop:
    """Return a new workshop that holds what a journey template proposes.

    >>> start("b2c", "Buying a kettle").title
    'Buying a kettle'
    """
    from journeykit.library.workshops import workshop_from

    return workshop_from(journey(template), title)


def activities(agenda_name: str) -> list[Activity]:
    """Return the activities of an agenda, ready to be put into a workshop."""
    from journeykit.library.workshops import activities_from

    return activities_from(agenda(agenda_name))


def _names(kind: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder(kind).glob("*.yaml")))


def _file(kind: str, name: str, noun: str) -> Path:
    """The path of a file by its name; only names that are listed are opened."""
    from journeykit.library.reading import close_names

    names = _names(kind)
    if name not in names:
        raise Missing(f"There is no {noun} '{name}': {close_names(name, names)}")
    return folder(kind) / f"{name}.yaml"
