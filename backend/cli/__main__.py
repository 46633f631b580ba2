"""`python -m backend.cli`: what scripts/winnow runs."""

from __future__ import annotations

import argparse
import io
import os
import sys
from contextlib import closing
from urllib.parse import urlsplit

from backend.cli import ask, jobs, upload
from backend.cli.client import Client
from backend.cli.errors import Failed, Stopped
from backend.cli.screen import note
from backend.version import VERSION

COMMANDS = (upload, ask, jobs)
URL = "http://127.0.0.1:8000"
INTERRUPTED = 130  # what shells report for Ctrl-C
EXAMPLES = """examples:
  export WINNOW_KEY=$(scripts/key)
  scripts/winnow upload receipts/ contract.pdf --collection papers
  scripts/winnow ask "What did I spend in total, by month?" --collection papers
  scripts/winnow ask "Who repairs the roof?" --mode quick
  scripts/winnow jobs --status running
  scripts/winnow jobs show ID

on the machine of its data folder, without a key (each explains itself with --help):
  scripts/winnow backup DIR             # back up everything, while Winnow works
  scripts/winnow verify DIR             # check a backup; without DIR what Winnow keeps now
  scripts/winnow restore DIR            # make an empty data folder what a backup was
  scripts/winnow blobs move --to PLACE  # keep the files elsewhere
"""


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that can not show a letter shows a question mark
    made = parser()
    given = made.parse_args()
    if not given.command:
        made.print_help()
        return 0
    try:
        with closing(Client(_url(given.url), _key(given.key))) as client:
            code: int = given.run(client, given)
            sys.stdout.flush()
            return code
    except Stopped as stopped:
        note(str(stopped))
    except Failed as error:
        note(str(error))
        return 1
    except BrokenPipeError:  # the reader, such as `head`, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        pass
    return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """Address and key may stand before or behind the command.

    Their defaults are all it takes from the environment: it is a program of its own, without the server's settings.
    """
    own = _with_server(argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS))
    made = argparse.ArgumentParser(
        prog="scripts/winnow",
        description="Send files to a running Winnow and ask about them.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _with_server(made)
    made.set_defaults(url=os.environ.get("WINNOW_URL") or URL, key=os.environ.get("WINNOW_KEY", ""))
    made.add_argument("--version", action="version", version=VERSION)
    commands = made.add_subparsers(dest="command", metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.NAME, help=command.HELP, description=command.HELP, parents=[own])
        command.add_options(sub)
        sub.set_defaults(run=command.run)
    return made


def _with_server(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--url", metavar="URL", help=f"address of the server (or WINNOW_URL; default: {URL})")
    parser.add_argument(
        "--key", metavar="KEY", help="API key (or WINNOW_KEY, which other users of a machine can not see)"
    )
    return parser


def _url(given: str) -> str:
    try:
        parts = urlsplit(given)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise Failed(f"{given} is no address of a server. It looks like {URL}.")
    return given.rstrip("/")


def _key(given: str) -> str:
    key = given.strip()
    if not key:
        make = "Make one with scripts/key --data DIR, where DIR is the server's data folder"
        raise Failed(f"An API key is needed. {make}, and set WINNOW_KEY to it: export WINNOW_KEY=$(scripts/key)")
    if not (key.isascii() and key.isprintable()):
        raise Failed("This is no API key. Make one with scripts/key.")
    return key


if __name__ == "__main__":
    sys.exit(main())
