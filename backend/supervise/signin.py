"""Sign-in links and API keys of the owner: made, listed, ended; run by `scripts/key`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from backend import private
from backend.core.clock import utc_now
from backend.errors import Conflict, NotFound, WinnowError
from backend.settings import Settings
from backend.store import keys, users
from backend.store.db import create_engine, transaction
from backend.store.keys import Key
from backend.supervise import lock, running

COLUMNS = ("id", "kind", "name", "made", "last used")


def secret(settings: Settings, kind: keys.Kind, name: str = "") -> str:
    """A new key of the owner's. The database must have been migrated."""
    now = utc_now()
    with _writing(settings) as session:
        return keys.issue(session, users.owner(session, now).id, kind, now, name)


def revoke(settings: Settings, key: str) -> None:
    """Make a key worthless."""
    with _writing(settings) as session:
        keys.revoke(session, key)


def link(settings: Settings, url: str) -> str:
    """A link that signs a browser in once."""
    return f"{url}/signin?key={secret(settings, 'link')}"


def main() -> int:
    private.keep()
    given = _parser().parse_args()
    try:
        settings = running.meant(given.data)
        if given.link:
            said = _link_to_the_running_one(settings)
        elif given.list:
            said = table(_keys(settings))
        elif given.revoke:
            said = _end(settings, given.revoke)
        else:
            said = _api_key(settings, given.name)
    except WinnowError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print(said)
    return 0


def table(found: Sequence[Key]) -> str:
    """One line for each key; a secret can not be shown, as only its digest is kept."""
    rows = [COLUMNS]
    for each in found:
        made, used = _day(each.created_at), _day(each.used_at)
        rows.append((each.id, each.kind, each.name, made, used))
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def chosen(found: Sequence[Key], wanted: str) -> Key:
    """The key of this id or name. NotFound when there is none, Conflict when there are several."""
    fitting = [each for each in found if wanted in (each.id, each.name)]
    if not fitting:
        raise NotFound(f"There is no key {wanted}. scripts/key --list shows all of them.")
    if len(fitting) > 1:
        ids = ", ".join(each.id for each in fitting)
        raise Conflict(f"{len(fitting)} keys are named {wanted}. Name one by its id: {ids}.")
    return fitting[0]


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="scripts/key", description="Print a new API key, or list and end those there are."
    )
    made.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="the data folder (default: of the Winnow that runs)",
    )
    made.add_argument("--name", default="", help="a note that tells this key from others")
    acts = made.add_mutually_exclusive_group()
    acts.add_argument(
        "--link",
        action="store_true",
        help="print a sign-in link for a browser; it ends the one before",
    )
    acts.add_argument(
        "--list",
        action="store_true",
        help="list keys, browsers that are signed in, and unused links",
    )
    acts.add_argument("--revoke", metavar="NAME_OR_ID", help="end a key: it signs nobody in any more")
    return made


def _api_key(settings: Settings, name: str) -> str:
    _there(settings)
    return secret(settings, "api", name)


def _keys(settings: Settings) -> list[Key]:
    _there(settings)
    now = utc_now()
    with _writing(settings) as session:
        return keys.of_user(session, users.owner(session, now).id, now)


def _end(settings: Settings, wanted: str) -> str:
    key = chosen(_keys(settings), wanted)
    with _writing(settings) as session:
        keys.end(session, key)
    return f"Ended: {' '.join(filter(None, (key.kind, key.name, key.id)))}"


@contextmanager
def _writing(settings: Settings) -> Iterator[Session]:
    engine = create_engine(settings.database)
    try:
        with transaction(engine, durable=True) as session:
            yield session
    finally:
        engine.dispose()


def _there(settings: Settings) -> None:
    if not settings.database_url and not (settings.data_dir / "winnow.db").exists():
        where = f"No Winnow has run in {settings.data_dir} yet."
        raise Conflict(f"{where} Start it with ./start.sh, or name its --data.")


def _day(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC") if moment else "never"


def _link_to_the_running_one(settings: Settings) -> str:
    found = lock.holder(settings.data_dir)
    if found is None:
        raise Conflict(
            f"No Winnow runs on {settings.data_dir}. Name the folder of the one that runs "
            "with --data, or start it with ./start.sh, which prints a sign-in link."
        )
    return link(settings, found.url)


if __name__ == "__main__":
    sys.exit(main())
