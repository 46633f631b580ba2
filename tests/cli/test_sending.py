from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.cli import files
from backend.cli.client import Client
from backend.cli.files import File
from backend.cli.sending import Sending
from tests.cli.conftest import write
from tests.e2e.relay import Relay

LARGE = "large.bin"


def ignore(*_: Any) -> None:
    return None


@pytest.fixture
def folder(tmp_path: Path) -> list[File]:
    """Fifty files in several requests, one of them larger than a socket takes at once, and no document."""
    write(tmp_path / "all" / LARGE, "\0" * 3_500_000)
    for number in range(49):
        write(tmp_path / "all" / f"note-{number:02d}.txt", f"Note {number} tells of field {number * 37}.")
    found, lost = files.find([tmp_path / "all"])
    assert not lost
    return found


def once(action: Callable[[], None]) -> Callable[..., None]:
    """Does it when the first bytes have moved."""
    done = False

    def show(moved: int, *_: Any) -> None:
        nonlocal done
        if moved and not done:
            done = True
            action()

    return show


def test_what_a_cut_wire_lost_is_sent_again_and_nothing_twice(
    relayed: Client, relay: Relay, upload: dict[str, Any], folder: list[File]
) -> None:
    sending = Sending(relayed, upload["id"], folder, once(relay.cut), ignore)
    sending.send()
    assert sending.lost == []
    shown = relayed.get(f"/uploads/{upload['id']}")
    assert (shown["files_received"], shown["duplicates"]) == (50, 0)


def test_a_file_that_vanished_does_not_take_its_neighbours_along(
    relayed: Client, upload: dict[str, Any], folder: list[File]
) -> None:
    gone = folder[7]
    gone.path.unlink()
    sending = Sending(relayed, upload["id"], folder, ignore, ignore)
    sending.send()
    assert [(each.name, each.reason) for each in sending.lost] == [
        (gone.name, "The file could not be read: No such file or directory.")
    ]
    assert relayed.get(f"/uploads/{upload['id']}")["files_received"] == 49


def test_a_file_that_is_cut_short_while_it_is_sent_fails(
    relayed: Client, upload: dict[str, Any], folder: list[File]
) -> None:
    large = next(file for file in folder if file.name.endswith(LARGE))
    sending = Sending(relayed, upload["id"], [large], once(lambda: os.truncate(large.path, 6)), ignore)
    sending.send()
    assert [each.reason for each in sending.lost] == [
        "The file could not be read: it was changed while it was being sent."
    ]


def test_a_file_that_grows_while_it_is_sent_arrives_as_it_was(
    relayed: Client, upload: dict[str, Any], folder: list[File]
) -> None:
    large = next(file for file in folder if file.name.endswith(LARGE))
    sending = Sending(relayed, upload["id"], [large], once(lambda: os.truncate(large.path, large.size * 2)), ignore)
    sending.send()
    (sent,) = relayed.items(f"/uploads/{upload['id']}/files", outcome="accepted")
    assert (sending.lost, sent["size"]) == ([], large.size)


def test_the_bar_ends_at_its_end_whatever_happened_on_the_way(
    relayed: Client, upload: dict[str, Any], folder: list[File]
) -> None:
    folder[3].path.unlink()
    told: list[tuple[int, int, str]] = []
    Sending(relayed, upload["id"], folder, lambda done, total, says, _: told.append((done, total, says)), ignore).send()
    done, total, says = told[-1]
    assert done == total
    assert says.startswith("50 of 50 files, ")
