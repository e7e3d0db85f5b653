"""Who may import whom, and what must not be imported at all."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from visiting import ROOT

PACKAGE = ROOT / "journeykit"
#: DESIGN, "Layout": a part imports its own layer and those below
LAYERS = (
    ("errors", "few"),
    ("model",),
    ("edits", "checks", "tables", "library"),
    ("survey", "asking", "measures", "emotions", "insight", "charts", "maps", "history", "room"),
    ("store", "exchange", "report", "attach", "curves", "earlier", "evidence", "examples",
     "measuring", "respondents", "scoring"),
    ("widgets", "serving", "cli"),
)  # fmt: skip
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
#: the package's own door and its entry point stand above everything
TOP = {"__init__", "__main__"}
FRONT_END = {"ipywidgets", "traitlets", "anywidget"}
#: Voilà is configured with traitlets and runs kernels; a kernel is what it serves
MAY_CONFIGURE = {"serving"}
HEAVY = ("pandas", "altair", "ipywidgets", "pydantic", "scipy", "sqlalchemy", "tornado")
LIGHT = ("json", "argparse")


def parts() -> list[str]:
    """The parts of the package: its modules and folders."""
    names = {path.stem for path in PACKAGE.glob("*.py")}
    names |= {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    return sorted(names - TOP)


def files(part: str) -> list[Path]:
    """The Python files of a part."""
    single = PACKAGE / f"{part}.py"
    return [single] if single.is_file() else sorted((PACKAGE / part).rglob("*.py"))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path, *, at_import: bool = False) -> Iterator[str]:
    """The modules that a file imports; those only for the type checker are left out."""
    tree = _tree(path)
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            skipped |= {id(inner) for part in node.body for inner in ast.walk(part)}
        if at_import and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            skipped |= {id(inner) for inner in ast.walk(node)} - {id(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(module: str) -> str | None:
    """The part of the package that a module belongs to, None for other packages."""
    names = module.split(".")
    return names[1] if names[0] == "journeykit" and len(names) > 1 else None


def test_every_part_has_a_layer() -> None:
    """A new part is put into a layer on purpose."""
    assert set(parts()) <= set(LEVEL)


@pytest.mark.parametrize("part", parts())
def test_a_part_imports_nothing_above_it(part: str) -> None:
    """The model knows nothing of the store, and nothing knows of the pages."""
    above = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files(part)
        for module in imports(path)
        if (name := own(module)) in LEVEL and LEVEL[name] > LEVEL[part]
    }
    assert not above


@pytest.mark.parametrize(("one", "other"), [("cli", "widgets"), ("widgets", "cli")])
def test_command_line_and_widgets_do_not_meet(one: str, other: str) -> None:
    """Neither imports the other."""
    assert not [m for path in files(one) for m in imports(path) if own(m) == other]


@pytest.mark.parametrize("part", [name for name in parts() if name != "widgets"])
def test_only_widgets_know_widgets(part: str) -> None:
    """ipywidgets, traitlets and anywidget are imported in ``widgets`` and nowhere else."""
    allowed = {"traitlets"} if part in MAY_CONFIGURE else set()
    found = {m.split(".")[0] for path in files(part) for m in imports(path)}
    assert not found & (FRONT_END - allowed)


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a statement loads in a fresh Python."""
    code = f"{statement}\nimport sys\nprint(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(run.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "statement",
    [
        "import journeykit",
        "import journeykit.cli",
        "import journeykit.cli.parser; journeykit.cli.parser.build()",
        "import journeykit.survey, journeykit.measures, journeykit.library, journeykit.exchange",
        "import journeykit.serving",
    ],
)
def test_what_is_light_stays_light(statement: str) -> None:
    """Looking at the package or its commands loads no library that is slow to load."""
    pydantic = {"pydantic"} if "survey" in statement else set()
    assert not (loaded_by(statement) & set(HEAVY)) - pydantic


def test_help_loads_little_more_than_argparse() -> None:
    """``journeykit --help`` loads our own few modules and the standard library's."""
    bare = loaded_by("import json, argparse")
    ours = loaded_by(
        "import journeykit.cli, contextlib, io\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    journeykit.cli.main(['--help'])"
    )
    assert {name for name in ours - bare if name not in sys.stdlib_module_names} == {"journeykit"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "widgets" / "pages").glob("*.py")), ids=str)
def test_a_page_opens_without_tables_and_charts(path: Path) -> None:
    """A page's module loads pandas, altair and scipy only in the function that needs them."""
    found = {m.split(".")[0] for m in imports(path, at_import=True)}
    assert not found & {"pandas", "altair", "scipy", "numpy"}


def test_no_machine_is_named() -> None:
    """No file of the package, the notebooks or the templates holds a path of one machine."""
    for folder in ("journeykit", "notebooks", "templates"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".ipynb", ".yaml", ".j2", ".js", ".css", ".typ"):
                text = path.read_text(encoding="utf-8")
                assert "/root/" not in text, path
                assert str(ROOT) not in text, path
