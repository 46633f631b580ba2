"""Running: the data folders on which Winnow runs, so that scripts find one without --data."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from backend.errors import Conflict
from backend.settings import ROOT, Settings
from backend.supervise import lock
from backend.supervise.options import settings_for

NOTE = ROOT / "build" / "running"
USUAL = ROOT / "data"


def note(data: Path) -> None:
    """Remember that Winnow runs on this folder, if something can be written beside the program."""
    lines = "".join(f"{folder}\n" for folder in dict.fromkeys([*folders(), data]))
    with suppress(OSError):
        NOTE.parent.mkdir(exist_ok=True)
        made = NOTE.with_name(f"{NOTE.name}.{os.getpid()}")
        made.write_text(lines)
        made.replace(NOTE)


def folders() -> list[Path]:
    """The noted folders on which Winnow runs and whose lock this user can read."""
    try:
        noted = [Path(line) for line in NOTE.read_text().splitlines()]
    except (OSError, ValueError):
        return []
    return [folder for folder in noted if lock.holder(folder)]


def meant(data: Path | None) -> Settings:
    """The settings of the Winnow that a script is for: on the folder named, else the usual one if
    it runs, else the one that runs elsewhere, which is said. Conflict when several do.
    """
    usual = settings_for(data_dir=data)
    if data or usual.data_dir != USUAL.resolve() or lock.holder(usual.data_dir):
        return usual
    there = folders()
    if len(there) > 1:
        names = " or ".join(f"--data {folder}" for folder in there)
        raise Conflict(f"Several Winnows run here. Say which one is meant: {names}.")
    if not there:
        return usual
    sys.stderr.write(f"For the Winnow that runs on {there[0]}:\n")
    return settings_for(data_dir=there[0])
