"""`python -m backend.backup`: what `scripts/winnow backup | verify | restore | blobs` run."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic

import psutil

from backend.backup import move, restore, source, take, verify
from backend.backup.folder import BackupFolder
from backend.errors import WinnowError
from backend.settings import Settings
from backend.supervise.options import settings_for

INTERRUPTED = 130  # what shells report for Ctrl-C
KEEP = 7
TELL_SECONDS = 2.0
NICE = 10


def main(argv: Sequence[str] | None = None) -> int:
    given = parser().parse_args(argv)
    _stand_back()
    try:
        return int(given.run(settings_for(data_dir=given.data), given))
    except WinnowError as error:
        _say(error.detail)
    except (OSError, sqlite3.Error) as error:
        _say(f"That did not work: {error}. Mend it and run the same again: it goes on from here.")
    except KeyboardInterrupt:
        _say("Interrupted. Run the same again: it goes on from here.")
        return INTERRUPTED
    return 1


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="scripts/winnow", description="Look after what Winnow keeps, on its machine.")
    commands = made.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Callable[..., int], what: str, into: object = commands) -> argparse.ArgumentParser:
        sub: argparse.ArgumentParser = into.add_parser(name, help=what, description=what)  # type: ignore[attr-defined]
        sub.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: data)")
        sub.set_defaults(run=run)
        return sub

    one = command("backup", _backup, "Back up everything into a folder, while Winnow works or not.")
    one.add_argument("folder", type=Path, metavar="DIR")
    one.add_argument("--keep", type=_number, default=KEEP, metavar="N", help=f"backups kept there (default: {KEEP})")
    one = command("verify", _verify, "Check a backup, or without DIR what Winnow keeps now.")
    one.add_argument("folder", type=Path, metavar="DIR", nargs="?")
    one.add_argument("--at", default="", metavar="TIME", help="which backup of the folder (default: the newest)")
    one.add_argument("--set-aside", action="store_true", help="move damaged files away, so that they can be sent again")
    one = command("restore", _restore, "Make an empty data folder what a backup was.")
    one.add_argument("folder", type=Path, metavar="DIR")
    one.add_argument("--at", default="", metavar="TIME", help="which backup of the folder (default: the newest)")
    one.add_argument("--files", action="store_true", help="give back only files that are missing")
    one.add_argument("--adopt", action="store_true", help="take over the bucket of a Winnow that is gone")
    blobs = commands.add_parser("blobs", help="Where files are kept.").add_subparsers(metavar="COMMAND", required=True)
    one = command("move", _move, "Move all files to another place, while Winnow works or not.", blobs)
    one.add_argument("--to", required=True, metavar="PLACE", help="disk, or s3://bucket/prefix")
    one = command("adopt", _adopt, "Take over a place whose Winnow is gone.", blobs)
    one.add_argument("place", metavar="PLACE")
    return made


def _backup(settings: Settings, given: argparse.Namespace) -> int:
    with source.opened(settings) as running:
        made, brought = take.take(running, BackupFolder(given.folder), given.keep, _Progress("files"))
    print(
        f"{made.path}: {_count(brought.files, 'file')} ({_size(brought.bytes)}), "
        f"{brought.copied:,} of them new ({_size(brought.copied_bytes)})."
    )
    return _complain(brought.lost, "These files are lost in the store itself, and are not in the backup:")


def _verify(settings: Settings, given: argparse.Namespace) -> int:
    if given.folder:
        found = verify.backup(BackupFolder(given.folder).named(given.at), _Progress("files"))
    else:
        with source.opened(settings) as running:
            found = verify.source(running, _Progress("files"), set_aside=given.set_aside)
    looked = f"{_count(found.files, 'file')} and {_count(found.rows, 'row')}"
    print(f"{looked} are as they were stored." if not found.wrong else f"{looked} were looked at.")
    return _complain(found.wrong, f"{_count(len(found.wrong), 'thing')} not right:")


def _restore(settings: Settings, given: argparse.Namespace) -> int:
    folder = BackupFolder(given.folder)
    made = folder.named(given.at)
    if given.files:
        restored = restore.files(folder, made, settings, _Progress("files"))
    else:
        restored = restore.restore(folder, made, settings, _Progress("files"), adopt=given.adopt)
    print(f"{settings.data_dir}: {_count(restored.copied, 'file')} restored, {restored.there:,} were there.")
    if not given.files:
        print(f"Start it: ./start.sh --data {settings.data_dir}")
    return _complain(restored.lost, "These files of the backup are damaged or missing, and were not restored:")


def _move(settings: Settings, given: argparse.Namespace) -> int:
    place = settings_for(data_dir=given.data, blobs=given.to).blobs
    with source.opened(settings) as running:
        moved = move.move(running, place, _Progress("of 256 parts"))
    print(f"{_count(moved.copied, 'file')} copied to {place}, {moved.removed:,} removed where they were.")
    if not moved.in_use:
        print(f"Start Winnow with WINNOW_BLOBS={place}, then run this again: it moves what came meanwhile and empties")
        print("the old place.")
    for url in moved.emptied:
        print(f"Nothing is kept at {url} any more.")
    if moved.left:
        print(f"{_count(moved.left, 'file')} without a document will be swept within the next hours.")
    return _complain(moved.lost, "These files are lost, and could not be moved:")


def _adopt(settings: Settings, given: argparse.Namespace) -> int:
    with source.opened(settings) as running:
        move.adopt(running, given.place)
    print(f"{given.place} belongs to this Winnow now.")
    return 0


class _Progress:
    """Says on the terminal how far it is: one line that changes, or a line from time to time where there is none."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._next = monotonic() + TELL_SECONDS

    def __call__(self, done: int, number: int) -> None:
        if monotonic() < self._next and done < number:
            return
        self._next = monotonic() + TELL_SECONDS
        line = f"{done:,} of {number:,} {self._what}"
        with suppress(OSError):
            sys.stderr.write(f"\r{line}" if sys.stderr.isatty() else f"{line}\n")
            if done == number and sys.stderr.isatty():
                sys.stderr.write("\n")
            sys.stderr.flush()


def _complain(wrong: Sequence[str], heading: str) -> int:
    if not wrong:
        return 0
    _say("\n  ".join([heading, *wrong]))
    return 1


def _stand_back() -> None:
    """Whoever uploads or asks meanwhile goes first."""
    os.nice(NICE)
    with suppress(AttributeError, psutil.Error, OSError):  # not on every system
        psutil.Process().ionice(psutil.IOPRIO_CLASS_BE, 7)


def _say(text: str) -> None:
    with suppress(OSError):
        sys.stderr.write(f"{text}\n")


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _size(number: int) -> str:
    for unit, amount in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if number >= amount:
            return f"{number / amount:.3g} {unit}"
    return f"{number} bytes"


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
