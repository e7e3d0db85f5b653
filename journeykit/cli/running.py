"""Commands that run something: the pages, JupyterLab, the doctor."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from journeykit.cli.answer import Answer, columns, lines


def serve(args: Namespace) -> None:
    """Serve the pages until Ctrl-C."""
    from journeykit import serving

    serving.serve(
        args.host,
        args.port,
        lan=args.lan,
        open_browser=not args.no_open,
        ready_file=Path(args.ready_file) if args.ready_file else None,
        store=args.store,
        people=args.people,
        behind_proxy=args.behind_proxy,
    )


def lab(args: Namespace) -> None:
    """Open the notebooks in JupyterLab, which takes the place of this process."""
    import sys

    from journeykit.serving.notebooks import own_notebooks

    folder = own_notebooks(Path(args.folder) if args.folder else None)
    if args.store:
        os.environ["JOURNEYKIT_STORE"] = args.store
    print(f"The notebooks are in {folder}.", file=sys.stderr)
    start = folder / "home.ipynb"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", str(start)]
    os.execv(sys.executable, command)


def doctor(args: Namespace) -> Answer:
    """Look at the installation, the store, the ports and the memory."""
    from journeykit.serving.doctor import examine

    found = examine(args.store)
    rows = [(name, version or "MISSING") for name, version in found["versions"].items()]
    store = found["store"]
    ports = found["port"]
    people = found["people"]
    text = lines(
        columns(rows),
        "",
        f"Store    {store['where']}: {store['workshops']} workshop(s)"
        if store["ok"]
        else f"Store    cannot be opened: {store['error']}",
        f"Port     {ports['number']} is {'free' if ports['free'] else 'busy'}",
        f"Network  {found['lan'] or 'none: nobody else can join'}",
        f"Memory   {people['available_mb']:,} MB available; a page takes {people['page_mb']} MB",
        f"People   about {people['fit']} at once ({people['how']})",
        *(f"! {problem}" for problem in found["problems"]),
    )
    return Answer(found, text)
