"""New sign-in links and API keys for the owner; run by `scripts/key`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from backend import private
from backend.core.clock import utc_now
from backend.errors import Conflict, WinnowError
from backend.settings import Settings
from backend.store import keys, users
from backend.store.db import create_engine, transaction
from backend.supervise import lock
from backend.supervise.options import settings_for


def secret(settings: Settings, kind: keys.Kind, name: str = "") -> str:
    """A new key of the owner's. The database must have been migrated."""
    engine = create_engine(settings.database)
    try:
        with transaction(engine, durable=True) as session:
            now = utc_now()
            return keys.issue(session, users.owner(session, now).id, kind, now, name)
    finally:
        engine.dispose()


def revoke(settings: Settings, key: str) -> None:
    """Make a key worthless."""
    engine = create_engine(settings.database)
    try:
        with transaction(engine) as session:
            keys.revoke(session, key)
    finally:
        engine.dispose()


def link(settings: Settings, url: str) -> str:
    """A link that signs a browser in once."""
    return f"{url}/signin?key={secret(settings, 'link')}"


def main() -> int:
    private.keep()
    parser = argparse.ArgumentParser(prog="scripts/key", description="Print a new API key, or a new sign-in link.")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: data)")
    parser.add_argument("--link", action="store_true", help="print a sign-in link for a browser instead")
    parser.add_argument("--name", default="", help="a note that tells this key from others")
    given = parser.parse_args()
    settings = settings_for(data_dir=given.data)
    try:
        print(_link_to_the_running_one(settings) if given.link else _api_key(settings, given.name))
    except WinnowError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _api_key(settings: Settings, name: str) -> str:
    if not settings.database_url and not (settings.data_dir / "winnow.db").exists():
        raise Conflict(f"No Winnow has run in {settings.data_dir} yet. Start it with ./start.sh, or name its --data.")
    return secret(settings, "api", name)


def _link_to_the_running_one(settings: Settings) -> str:
    running = lock.holder(settings.data_dir)
    if running is None:
        raise Conflict(f"No Winnow runs on {settings.data_dir}. Start it with ./start.sh; that prints a sign-in link.")
    return link(settings, running.url)


if __name__ == "__main__":
    sys.exit(main())
