"""What is installed: the wheel, its files, and the lists of packages beside it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from clean_notebooks import problems
from visiting import ROOT, environment

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
#: package on PyPI -> its name on conda-forge, where they differ
CONDA_NAMES = {"jupyter-server": "jupyter_server"}


def requirement(line: str) -> tuple[str, str]:
    """Split ``name>=1.2`` into the name and the rest."""
    found = re.fullmatch(r"([A-Za-z0-9._-]+)(.*)", line.strip())
    assert found, line
    return found[1], found[2].replace(" ", "")


def normal(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheel: pip install hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--wheel-dir", str(folder), str(ROOT)],
        check=True, timeout=120,
    )  # fmt: skip
    (built,) = folder.glob("journeykit-*.whl")
    return built


def test_the_wheel_carries_everything_a_page_needs(wheel: Path) -> None:
    """Notebooks, templates, styles, scripts and examples are inside; tests are not."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (
        "journeykit/_files/notebooks/home.ipynb",
        "journeykit/_files/templates/journeys/b2c.yaml",
        "journeykit/_files/templates/voila/journeykit/index.html.j2",
        "journeykit/_files/templates/voila/journeykit/static/journeykit.css",
        "journeykit/_files/templates/voila/journeykit/static/boot/boot.js",
        "journeykit/_files/examples/clothing/workshop.json",
        "journeykit/widgets/js/live.js",
    ):
        assert path in names
    assert not [name for name in names if "test" in name.split("/")[0]]


def test_an_installed_kit_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Installed from the wheel, in another folder, it lists templates and loads an example."""
    target = tmp_path / "installed"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target),
         str(wheel)],
        check=True, timeout=120,
    )  # fmt: skip
    changed = environment(PYTHONPATH=str(target), JOURNEYKIT_STORE=str(tmp_path / "kit.sqlite"))

    def python(*argv: str) -> str:
        ran = subprocess.run(
            [sys.executable, *argv], capture_output=True, text=True, cwd=tmp_path, env=changed,
            timeout=120, check=True,
        )  # fmt: skip
        return ran.stdout

    assert str(target) in python("-c", "import journeykit; print(journeykit.__file__)")
    listed = json.loads(python("-m", "journeykit", "templates", "--json"))["templates"]
    assert "b2c" in [one["name"] for one in listed]
    made = json.loads(python("-m", "journeykit", "example", "clothing", "--json"))
    assert made["workshop"]
    where = "from journeykit import library; print(library.folder('voila'))"
    assert python("-c", where).strip().startswith(str(target))


def test_conda_lists_the_same_packages() -> None:
    """environment.yml names each dependency with the same floor, and none that we do not have."""
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    plain = [line for line in listed if isinstance(line, str)]
    by_pip = [line for one in listed if isinstance(one, dict) for line in one["pip"]]
    conda = dict(requirement(line) for line in plain if line != "pip")
    assert conda.pop("python") == PROJECT["requires-python"]
    assert by_pip.pop() == "--editable ."
    wanted = dict(requirement(line) for line in PROJECT["dependencies"])
    wanted = {CONDA_NAMES.get(name, name): floor for name, floor in wanted.items()}
    assert conda | dict(requirement(line) for line in by_pip) == wanted


def test_the_lock_pins_every_package_that_is_named() -> None:
    """requirements.lock has each dependency and extra, and tells of no index and no machine."""
    text = (ROOT / "requirements.lock").read_text()
    pinned = {normal(line.split("==")[0]) for line in text.splitlines() if "==" in line}
    named = [*PROJECT["dependencies"]]
    for extra in PROJECT["optional-dependencies"].values():
        named += extra
    assert {normal(requirement(line)[0]) for line in named} <= pinned
    assert not [line for line in text.splitlines() if line.startswith(("#", "-", "/"))]
    assert "://" not in text


def test_every_dependency_says_why_it_is_there() -> None:
    """Each line of pyproject.toml that names a package ends with a reason."""
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    named = [line for line in lines if re.match(r'\s+"[A-Za-z0-9._-]+(>=[\d.]+)?",', line)]
    unexplained = [line for line in named if "#" not in line and ">=" in line]
    assert len(named) >= len(PROJECT["dependencies"])
    assert not unexplained


def test_continuous_integration_runs_what_a_person_runs() -> None:
    """``.ci/run`` is ``make test`` and nothing else, so neither knows a secret trick."""
    script = (ROOT / ".ci" / "run").read_text()
    commands = [line for line in script.splitlines() if line and not line.startswith("#")]
    assert commands == ["set -eu", 'cd "$(dirname "$0")/.."', "exec make test"]


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "notebooks").rglob("*.ipynb"), *(ROOT / "templates").rglob("*.ipynb")]),
    ids=lambda path: path.name,
)
def test_notebooks_are_clean(path: Path) -> None:
    """No outputs, no counts, no long cells, no definitions."""
    assert problems(path) == []
