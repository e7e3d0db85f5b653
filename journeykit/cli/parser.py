"""The parser: one table of commands, each with its arguments, its help and an example."""

from __future__ import annotations

import argparse
from collections import namedtuple
from collections.abc import Callable
from importlib import import_module

TYPE_CHECKING = False  # `dataclasses` and `typing` would double the time of --help
if TYPE_CHECKING:
    from typing import Any

_STORE = (
    "the store: a path, sqlite:///… or postgresql://… "
    "(default: $JOURNEYKIT_STORE, else a file in your data folder)"
)


def arg(*names: str, **options: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Describe one argument as `argparse` takes it."""
    return names, options


class Command(
    namedtuple(
        "Command", ("name", "runs", "does", "example", "arguments", "lists"), defaults=((), "")
    )
):
    """A command: its name, ``module:function`` that runs it, its help and its example.

    ``lists`` names what its help lists below: the formats that are ``writable`` or ``readable``.
    """

    __slots__ = ()


_WORKSHOP = arg("workshop", metavar="WORKSHOP", help="the workshop's id, or its title")
_FILE = arg("file", metavar="FILE", help="the file")
_SURVEY = arg("file", metavar="FILE", help="a survey file: CSV, TSV, XLSX, XLS, ODS, Parquet")
_RECIPE = arg("--recipe", metavar="R", help="a recipe (YAML) that says how to read the file")
_ENCODING = arg("--encoding", metavar="E", help="the text encoding, when the guess is wrong")
_READING = (
    _ENCODING,
    arg("--delimiter", metavar="D", help="what stands between the cells, when the guess is wrong"),
    arg("--header-rows", type=int, metavar="N", help="how many rows at the top are headings"),
    arg("--tool", metavar="T", help="the tool that wrote the file, when the guess is wrong"),
)

COMMANDS: tuple[Command, ...] = (
    Command(
        "serve", "running:serve", "serve the pages",
        "journeykit serve --lan",
        (
            arg("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)"),
            arg("--port", type=int, default=8866,
                help="port to listen on, 0 for a free one (default: %(default)s)"),
            arg("--lan", action="store_true", help="let others in your network join"),
            arg("--no-open", action="store_true", help="do not open a browser"),
            arg("--ready-file", metavar="PATH", help="write the links here once pages answer"),
            arg("--people", type=int, metavar="N", help="let in N people at once, where the "
                "machine holds more"),
            arg("--behind-proxy", action="store_true",
                help="a proxy stands before it: believe its word on who asks"),
        ),
    ),
    Command("lab", "running:lab", "open the notebooks in JupyterLab", "journeykit lab",
            (arg("folder", nargs="?", metavar="FOLDER",
                 help="where your copies of the notebooks are kept (default: the notebooks of "
                 "a checkout, else ./journeykit-notebooks)"),)),
    Command("new", "workshops:new", "make a workshop",
            "journeykit new 'Buying a winter jacket' --template b2c",
            (arg("title", metavar="TITLE", help="the title of the workshop"),
             arg("--template", metavar="NAME", help="a template that 'templates' lists"))),
    Command("list", "workshops:list_all", "list the workshops of the store",
            "journeykit list --json"),
    Command("templates", "workshops:templates", "list the templates", "journeykit templates"),
    Command("example", "workshops:example", "put a finished example workshop into the store",
            "journeykit example clothing",
            (arg("name", metavar="NAME", help="the example's name"),)),
    Command("inspect", "surveys:inspect", "say what a survey file holds",
            "journeykit inspect answers.csv --json", (_SURVEY, _RECIPE, *_READING)),
    Command("scores", "surveys:scores", "compute the measures of a survey file",
            "journeykit scores answers.csv --by Country",
            (_SURVEY, _RECIPE, *_READING,
             arg("--by", metavar="COLUMN", help="one score for each answer in this column"))),
    Command("attach", "surveys:attach", "make a survey file a source of a workshop",
            "journeykit attach 'Buying a winter jacket' answers.csv",
            (_WORKSHOP, _SURVEY, _RECIPE)),
    Command("check", "workshops:check", "list what is still open in a workshop",
            "journeykit check 'Buying a winter jacket' --json", (_WORKSHOP,)),
    Command("history", "workshops:history", "show who changed what, and when",
            "journeykit history 'Buying a winter jacket' --limit 20",
            (_WORKSHOP, arg("--limit", type=int, default=50, metavar="N",
                            help="at most so many entries (default: %(default)s)"))),
    Command("undo", "workshops:undo", "take the last change back",
            "journeykit undo 'Buying a winter jacket'", (_WORKSHOP,)),
    Command("export", "files:export", "write a workshop to a file; the suffix says the format",
            "journeykit export 'Buying a winter jacket' -o jacket.xlsx",
            (_WORKSHOP, arg("-o", "--output", metavar="PATH", required=True,
                            help="the file; without a suffix a folder of CSV tables")),
            "writable"),
    Command("import", "files:import_file", "put the workshop of a file into the store",
            "journeykit import jacket.json", (_FILE,), "readable"),
    Command("report", "files:report", "write the report: .html, .pdf or .ipynb",
            "journeykit report 'Buying a winter jacket' -o report.html",
            (_WORKSHOP, arg("-o", "--output", metavar="PATH", required=True, help="the file"),
             arg("--persona", metavar="NAME", help="about one persona and its people alone"),
             arg("--wave", metavar="NAME", help="about one wave of the surveys alone"))),
    Command("backup", "files:backup", "write the whole store into one file",
            "journeykit backup store.backup", (arg("path", metavar="PATH", help="the file"),)),
    Command("restore", "files:restore", "put a backup into the store",
            "journeykit restore store.backup --store fresh.sqlite",
            (arg("path", metavar="PATH", help="the backup"),
             arg("--replace", action="store_true",
                 help="give up the workshops that the store holds now"))),
    Command("doctor", "running:doctor",
            "say what is installed, and how many people this machine can hold",
            "journeykit doctor --json"),
)  # fmt: skip


def build() -> argparse.ArgumentParser:
    """Return the parser of the ``journeykit`` command."""
    from journeykit import __version__

    parser = argparse.ArgumentParser(
        prog="journeykit",
        description="Customer journey maps that stand on customers' answers.",
        epilog="example: journeykit serve\n'journeykit COMMAND --help' shows more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"journeykit {__version__}")
    _everywhere(parser, None, False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True, title="commands")
    for command in COMMANDS:
        _add(commands, command)
    return parser


def _add(commands: Any, command: Command) -> None:
    sub = commands.add_parser(
        command.name,
        help=command.does,
        description=f"{command.does[0].upper()}{command.does[1:]}.",
        epilog=f"example: {command.example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for names, options in command.arguments:
        sub.add_argument(*names, **options)
    if command.lists:
        _list_formats(sub, command.lists)
    # said before or after the command, they mean the same
    _everywhere(sub, argparse.SUPPRESS, argparse.SUPPRESS)
    sub.set_defaults(run=_runner(command.runs))


def _list_formats(sub: argparse.ArgumentParser, which: str) -> None:
    """Let the help of a command list the formats, read only when somebody asks for it."""
    plain = sub.format_help

    def full() -> str:
        from journeykit.exchange import formats

        listed = formats.listed(getattr(formats, which)())
        return f"{plain()}\nformats, by the end of the name:\n{listed}\n"

    sub.format_help = full  # type: ignore[method-assign]


def _everywhere(parser: argparse.ArgumentParser, store: Any, json: Any) -> None:
    parser.add_argument("--store", metavar="URL", default=store, help=_STORE)
    parser.add_argument(
        "--json", action="store_true", default=json, help="print one JSON object, nothing else"
    )


def _runner(runs: str) -> Callable[[argparse.Namespace], Any]:
    module, _, function = runs.partition(":")

    def run(args: argparse.Namespace) -> Any:
        return getattr(import_module(f"journeykit.cli.{module}"), function)(args)

    return run
