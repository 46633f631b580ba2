"""`python -m backend.supervise`: what start.sh runs once everything is installed."""

from __future__ import annotations

import sys

from backend import private
from backend.errors import WinnowError
from backend.supervise.options import parse
from backend.supervise.start import start


def main() -> int:
    private.keep()
    try:
        start(parse(sys.argv[1:]))
    except WinnowError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
