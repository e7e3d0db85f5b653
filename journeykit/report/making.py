"""Running the report's notebook and turning it into a page."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeykit import library
from journeykit.errors import JourneykitError, Refused
from journeykit.exchange.files import write as write_file

if TYPE_CHECKING:
    from journeykit.store import Store

#: The longest that one cell of the report may take.
SECONDS = 300
SUFFIXES = (".html", ".pdf", ".ipynb")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """A report that was made: the page and the executed notebook as text, and the PDF.

    A form that was not asked for is empty.
    """

    html: str = ""
    notebook: str = ""
    pdf: bytes = b""


def write(
    store: Store,
    workshop_id: str,
    path: str | os.PathLike[str],
    progress: Progress | None = None,
    leave_out: Collection[str] = (),
    persona: str = "",
    wave: str = "",
) -> None:
    """Make the report of a workshop and write it to `path`.

    ``.html`` is one page that needs no other file and no network, ``.pdf`` the same on paper,
    ``.ipynb`` the executed notebook. `progress` is told in a few words what is being done.
    `leave_out` names `parts` that are not wanted; `persona` and `wave` narrow it to one of each.
    Raises `Missing` for an unknown workshop, persona or wave and `Refused` for another suffix or
    a part that cannot be made.
    """
    place = Path(path)
    suffix = place.suffix.lower()
    if suffix not in SUFFIXES:
        known = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
        raise Refused(f"'{place.name}': a report is written as {known}.")
    if not place.parent.is_dir():
        raise Refused(f"'{place}' cannot be written: there is no folder '{place.parent}'.")
    made = make(store, workshop_id, progress, leave_out, persona, wave, (suffix,))
    data = {".html": made.html.encode(), ".pdf": made.pdf, ".ipynb": made.notebook.encode()}
    write_file(place, data[suffix])


def make(
    store: Store,
    workshop_id: str,
    progress: Progress | None = None,
    leave_out: Collection[str] = (),
    persona: str = "",
    wave: str = "",
    forms: Collection[str] = SUFFIXES,
) -> Made:
    """Make the report of a workshop in each of the `forms`: page, paper, notebook."""
    from journeykit.charts.lean import without_grammar

    without_grammar()
    import nbformat

    from journeykit.report.narrowing import Narrow

    tell = progress or (lambda words: None)
    workshop = store.open(workshop_id)[0]
    Narrow.of(workshop, persona, wave)  # refuses what is not there before a kernel is started
    title = workshop.title
    asked = {"workshop": workshop_id, "persona": persona, "wave": wave}
    notebook = _run(store.url, asked, tell, leave_out)
    tell("Writing the report")
    return Made(
        html=page(notebook, title) if ".html" in forms else "",
        notebook=str(nbformat.writes(notebook)) if ".ipynb" in forms else "",
        pdf=_paper(notebook, title) if ".pdf" in forms else b"",
    )


def _paper(notebook: Any, title: str) -> bytes:
    from journeykit.report.printing import pdf

    return pdf(notebook, title)


def parts() -> list[str]:
    """Return the headings of the report, in order; any but the first can be left out.

    >>> parts()[:3]
    ['On one page', 'Personas', 'The journey as it is']
    """
    return [heading for cell in _template().cells if (heading := _heading(cell))]


def _template(leave_out: Collection[str] = ()) -> Any:
    """The notebook without the parts that are left out: a heading and what follows it."""
    import nbformat

    notebook = nbformat.read(library.folder("report") / "report.ipynb", as_version=4)
    kept, wanted = [], True
    for cell in notebook.cells:
        if heading := _heading(cell):
            wanted = heading not in leave_out
        if wanted:
            kept.append(cell)
    notebook.cells = kept
    return notebook


def _heading(cell: Any) -> str:
    found = re.match(r"## (.+)", cell.source) if cell.cell_type == "markdown" else None
    return found[1].strip() if found else ""


def _run(store_url: str, asked: dict[str, str], tell: Progress, leave_out: Collection[str]) -> Any:
    """Run the report's notebook on a workshop and return the executed notebook.

    The address of the store goes through the environment of the kernel, never into the
    notebook: it may hold a password, and a report is passed on.
    """
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    tell("Starting")
    _register()
    with tempfile.TemporaryDirectory() as folder:
        begun = Path(folder) / "report.ipynb"
        nbformat.write(_template(leave_out), begun)
        try:
            notebook = papermill.execute_notebook(
                str(begun),
                None,  # kept in memory: papermill would write it anew before and after each cell
                parameters=asked,
                engine_name="journeykit",
                progress_bar=False,
                cwd=folder,
                execution_timeout=SECONDS,
                journeykit_env={**os.environ, "JOURNEYKIT_STORE": store_url} | _quiet(),
                journeykit_tell=tell,
            )
        except PapermillExecutionError as error:
            raise Refused(f"The report could not be made: {error.evalue}") from None
        except (OSError, RuntimeError) as error:
            raise JourneykitError(f"The report could not be made: {error}") from error
    return _clean(notebook)


def page(notebook: Any, title: str) -> str:
    """Return an executed notebook as one accessible HTML page."""
    from nbconvert import TemplateExporter

    folder = library.folder("report")
    exporter = TemplateExporter(
        template_name="html",
        template_file="index.html.j2",
        extra_template_basedirs=[str(folder)],
        exclude_input=True,
    )
    shown = notebook.copy()
    shown.cells = [cell for cell in shown.cells if "hide" not in cell.metadata.get("tags", ())]
    resources = {
        "title": title,
        "headings": list(_headings(shown)),
        "style": _style(folder),
        "metadata": {"name": title},
    }
    text, _ = exporter.from_notebook_node(shown, resources=resources)
    text = re.sub(r'<a class="anchor-link".*?</a>', "", text)
    return re.sub(r"[ \t]+\n", "\n", re.sub(r"\n{3,}", "\n\n", text))


def _style(folder: Path) -> str:
    """The report's sheet and that of the map, which the pages use, too."""
    static = library.folder("voila") / "journeykit" / "static"
    sheets = (static / "map.css", folder / "report.css")
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def _headings(notebook: Any) -> Iterator[tuple[str, str]]:
    """Yield id and words of the headings of the second level, as nbconvert will write them."""
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            html = markdown2html_mistune(cell.source)
            for id, words in re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', html, re.DOTALL):
                yield id, re.sub(r"<a.*?</a>|<[^>]+>", "", words).strip()


def _clean(notebook: Any) -> Any:
    """Take out what papermill and the kernel noted of this machine: paths, times, versions."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
    return notebook


def _quiet() -> dict[str, str]:
    return {"PYTHONWARNINGS": "ignore"}


def _register() -> None:
    """Make papermill's engine known that tells its progress and sets the kernel's environment."""
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, papermill_engines

    from journeykit.report.kernel import OwnPython

    if "journeykit" in papermill_engines._engines:
        return

    class Engine(NBClientEngine):
        """Papermill's own engine, with an environment and a listener."""

        @classmethod
        def execute_managed_notebook(
            cls, nb_man: Any, kernel_name: str, journeykit_env: Any = None,
            journeykit_tell: Any = None, start_timeout: int = 60,
            execution_timeout: int | None = None, **kwargs: Any,
        ) -> Any:  # fmt: skip
            _listen(nb_man, journeykit_tell)
            client = PapermillNotebookClient(
                nb_man, timeout=execution_timeout, startup_timeout=start_timeout,
                kernel_name=kernel_name,
                shutdown_kernel="immediate",  # it only read, so nothing is lost
            )  # fmt: skip
            kernel = client.create_kernel_manager()
            kernel.kernel_spec_manager = OwnPython()
            if os.name == "posix":  # by files, not by a port that others could hear
                kernel.transport = "ipc"
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            return client.execute(env=journeykit_env, **quiet)

    papermill_engines.register("journeykit", Engine)


def _listen(manager: Any, tell: Progress) -> None:
    """Tell the heading under which the running cell stands."""
    begin = manager.cell_start
    code = sum(cell.cell_type == "code" for cell in manager.nb.cells)
    seen: dict[str, Any] = {"part": "Opening the workshop", "done": 0}

    def start(cell: Any, cell_index: int | None = None, **kwargs: Any) -> Any:
        seen["part"] = _heading(cell) or seen["part"]
        if cell.cell_type == "code":
            seen["done"] += 1
            tell(f"{seen['part']} ({seen['done']} of {code})")
        return begin(cell, cell_index, **kwargs)

    manager.cell_start = start
