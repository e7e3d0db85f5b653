"""Where the library looks: a checkout, an installed wheel, and an installation without files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import journeykit
from journeykit import library
from journeykit.errors import Missing

PACKAGE = Path(journeykit.__file__).parent
PROGRAM = """
import sys
from journeykit import library
print(library.folder("templates"))
print(library.start("b2c", "T").title, len(library.journeys()), len(library.agendas()))
print(library.folder("notebooks").name, library.folder("examples").name)
"""


def install(target: Path) -> Path:
    """Copy the package as a wheel would lay it out, with ``_files`` inside."""
    package = target / "journeykit"
    package.mkdir(parents=True)
    for name in ("__init__.py", "errors.py"):
        shutil.copy(PACKAGE / name, package / name)
    for name in ("library", "model"):
        shutil.copytree(PACKAGE / name, package / name)
    shutil.copytree(library.folder("templates"), package / "_files" / "templates")
    (package / "_files" / "notebooks").mkdir()
    (package / "_files" / "examples").mkdir()
    return package


def run(program: str, where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], cwd=where, capture_output=True, text=True, check=False
    )


def test_a_wheel_carries_its_own_files(tmp_path: Path) -> None:
    """Installed, the templates come from inside the package."""
    package = install(tmp_path)
    done = run(PROGRAM, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        str(package / "_files" / "templates"),
        f"T {len(library.journeys())} {len(library.agendas())}",
        "notebooks examples",
    ]


def test_another_packages_templates_are_not_taken(tmp_path: Path) -> None:
    """A folder called templates beside the installed package is somebody else's."""
    package = install(tmp_path)
    (tmp_path / "templates" / "journeys").mkdir(parents=True)
    done = run("from journeykit import library; print(library.folder('journeys'))", tmp_path)
    assert done.stdout.strip() == str(package / "_files" / "templates" / "journeys")


def test_an_installation_without_files_says_so(tmp_path: Path) -> None:
    """The way out is to install again."""
    package = install(tmp_path)
    shutil.rmtree(package / "_files")
    done = run("from journeykit import library; library.journeys()", tmp_path)
    assert "This installation has no templates/journeys: install journeykit again." in done.stderr


def test_an_unknown_kind_of_folder_gets_a_hint() -> None:
    """The closest kind is offered."""
    with pytest.raises(Missing) as caught:
        library.folder("journey")
    assert str(caught.value) == "There is no folder of journey: did you mean journeys?"


def test_importing_the_library_loads_neither_yaml_nor_pydantic() -> None:
    """Listing commands stay quick: reading begins when something is asked for."""
    program = (
        "import sys, journeykit.library;"
        "print([name for name in ('yaml', 'pydantic') if name in sys.modules])"
    )
    assert run(program, PACKAGE.parent).stdout.strip() == "[]"


def test_files_are_read_once() -> None:
    """The second call gives the same value."""
    assert library.catalogue("pains") is library.catalogue("pains")
