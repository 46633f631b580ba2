"""The command line of start.sh, laid over the settings from the environment."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from backend.settings import Settings


@dataclass(frozen=True)
class Options:
    """`redis_port` opens the embedded Redis to redis-cli on 127.0.0.1; `demo` makes a small collection to try."""

    settings: Settings
    redis_port: int | None
    demo: bool


def parse(argv: list[str]) -> Options:
    """Exits with a usage message when an option is unknown or out of range."""
    parser = argparse.ArgumentParser(prog="./start.sh", description="Start Winnow.", allow_abbrev=False)
    parser.add_argument("--port", type=int, metavar="N", help="port of the page and the API (default: 8000)")
    parser.add_argument("--host", metavar="H", help="address to listen on (default: 127.0.0.1, this machine only)")
    parser.add_argument("--workers", type=int, metavar="N", help="ingestion processes (default: one per processor)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where everything is kept (default: data)")
    parser.add_argument("--redis-port", type=_port, metavar="N", help="also open the embedded Redis on this local port")
    parser.add_argument("--demo", action="store_true", help="make a small collection of invented documents to try")
    given = parser.parse_args(argv)
    settings = settings_for(port=given.port, host=given.host, workers=given.workers, data_dir=given.data)
    return Options(settings, given.redis_port, given.demo)


def settings_for(**given: Any) -> Settings:
    """The settings, with what was given on the command line first; a bad value ends the program with a sentence."""
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        wrong = error.errors()[0]
        if not wrong["loc"]:  # settings that do not go together say so themselves
            sys.exit(wrong["msg"].removeprefix("Value error, "))
        sys.exit(f"The setting {wrong['loc'][0]} can not be {wrong['input']!r}: {wrong['msg'].lower()}.")
    return settings.model_copy(update={"data_dir": settings.data_dir.resolve()})


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("must be between 1 and 65535")
    return number
