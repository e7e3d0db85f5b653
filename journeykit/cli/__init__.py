"""The command line: parses, calls, prints.

Each command is a function from the parsed arguments to an `Answer`. Whatever a command needs
is imported inside it, so that ``journeykit --help`` costs no more than argparse.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

from journeykit.cli.parser import build

TYPE_CHECKING = False  # `typing` would cost what --help costs
if TYPE_CHECKING:
    from typing import Any

DONE, REFUSED, INTERRUPTED = 0, 1, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 1 refused, 2 wrong usage.

    >>> main(["templates", "--store"])
    Traceback (most recent call last):
    SystemExit: 2
    """
    args = build().parse_args(argv)
    from journeykit.errors import JourneykitError

    try:
        answer = args.run(args)
        if answer is not None:
            text = _json(answer.data) if args.json else answer.text
            print(text)
            sys.stdout.flush()
    except JourneykitError as error:
        return _refuse(str(error))
    except BrokenPipeError:
        # whoever read our output has gone; Python must not complain of it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        name = f"'{error.filename}': " if error.filename else ""
        return _refuse(f"{name}{error.strerror or error}.")
    except KeyboardInterrupt:
        return INTERRUPTED
    return DONE


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False)


def _refuse(sentence: str) -> int:
    print(f"journeykit: {' '.join(sentence.split())}", file=sys.stderr)
    return REFUSED
