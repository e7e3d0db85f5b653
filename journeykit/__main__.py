"""``python -m journeykit`` does what the ``journeykit`` command does."""

import sys

from journeykit.cli import main

if __name__ == "__main__":
    sys.exit(main())
