from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from backend.backup import move, verify
from backend.backup.move import Moved
from backend.blobs.base import Store
from backend.blobs.registry import open_blobs
from backend.context import Context
from backend.errors import Conflict, NotFound
from backend.settings import ROOT, Settings
from backend.store import places
from backend.store.db import transaction
from backend.supervise.start import use_blobs
from tests.backup.making import Pile, hashes, looking_after, nothing
from tests.seaweed import BUCKET, Seaweed


@pytest.fixture
def pile(ctx: Context) -> Pile:
    """Six documents on the disk."""
    use_blobs(ctx.settings)
    made = Pile(ctx)
    for number in range(6):
        made.add(f"{number}.txt")
    return made


@pytest.fixture
def remote(pile: Pile, seaweed: Seaweed) -> Settings:
    """The same Winnow, as if it kept its files in a bucket."""
    return seaweed.settings(
        pile.ctx.settings.data_dir, blobs=seaweed.new_place(), redis_url=pile.ctx.settings.redis_url
    )


def moved(settings: Settings, to: str) -> Moved:
    with looking_after(settings) as opened:
        return move.move(opened, to, nothing)


def everything(store: Store) -> set[str]:
    return {found for prefix in move.PREFIXES for found in store.stored(prefix, -60)}


def what_is_wrong(settings: Settings) -> list[str]:
    with looking_after(settings) as opened:
        return verify.source(opened, nothing, set_aside=False).wrong


def test_files_go_to_a_bucket_in_two_steps_and_are_served_all_the_time(pile: Pile, remote: Settings) -> None:
    disk, bucket = open_blobs("disk", pile.ctx.settings), open_blobs(remote.blobs, remote)
    first = moved(remote.model_copy(update={"blobs": "disk"}), remote.blobs)
    assert (first.copied, first.removed, first.in_use, first.emptied) == (6, 0, False, [])
    assert everything(disk) == everything(bucket) == hashes(pile.ctx)
    late = pile.add("late.txt")
    use_blobs(remote)
    with looking_after(remote) as opened, opened.blobs.open(late.sha256) as stream:
        assert stream.read() == b"late.txt"
    second = moved(remote, remote.blobs)
    assert (second.copied, second.removed, second.in_use, second.emptied) == (1, 7, True, ["disk"])
    assert everything(disk) == set()
    assert everything(bucket) == hashes(pile.ctx)
    assert what_is_wrong(remote) == []


def test_files_come_back_to_the_disk(pile: Pile, remote: Settings) -> None:
    use_blobs(remote)
    moved(remote, remote.blobs)
    local = remote.model_copy(update={"blobs": "disk"})
    use_blobs(local)
    back = moved(local, "disk")
    assert (back.copied, back.removed, back.emptied) == (6, 6, [remote.blobs])
    assert everything(open_blobs("disk", local)) == hashes(pile.ctx)
    assert everything(open_blobs(remote.blobs, remote)) == set()
    assert what_is_wrong(local) == []


def test_moving_again_does_nothing(pile: Pile, remote: Settings) -> None:
    use_blobs(remote)
    moved(remote, remote.blobs)
    again = moved(remote, remote.blobs)
    assert (again.copied, again.removed, again.left, again.emptied) == (0, 0, 0, [])


def test_a_change_of_the_setting_alone_hides_nothing(pile: Pile, remote: Settings) -> None:
    use_blobs(remote)
    assert what_is_wrong(remote) == []


def test_a_document_that_is_deleted_meanwhile_is_gone_in_both_places(pile: Pile, remote: Settings) -> None:
    moved(remote.model_copy(update={"blobs": "disk"}), remote.blobs)
    use_blobs(remote)
    gone = pile.add("gone.txt")
    with looking_after(remote) as opened:
        opened.blobs.delete(gone.sha256)
        with pytest.raises(NotFound):
            opened.blobs.open(gone.sha256)


def test_what_the_new_place_has_damaged_is_replaced_before_the_old_one_is_emptied(
    pile: Pile, remote: Settings, seaweed: Seaweed
) -> None:
    moved(remote.model_copy(update={"blobs": "disk"}), remote.blobs)
    victim = min(hashes(pile.ctx))
    key = f"{remote.blobs.removeprefix(f's3://{BUCKET}/')}/blobs/{victim[:2]}/{victim[2:4]}/{victim}"
    seaweed.client.put_object(Bucket=BUCKET, Key=key, Body=b"something else")
    use_blobs(remote)
    assert moved(remote, remote.blobs).removed == 6
    assert what_is_wrong(remote) == []


def test_what_is_lost_is_named_and_the_rest_is_moved(pile: Pile, remote: Settings) -> None:
    victim = min(hashes(pile.ctx))
    open_blobs("disk", pile.ctx.settings).delete(victim)
    use_blobs(remote)
    found = moved(remote, remote.blobs)
    assert (found.copied, found.removed) == (5, 5)
    assert [said[:64] for said in found.lost] == [victim]


def test_orphans_are_left_to_be_swept_and_their_place_stays_known(pile: Pile, remote: Settings) -> None:
    orphan = pile.ctx.blobs.receive()
    orphan.write(b"stored by a process that was killed before it said so")
    orphan.keep()
    use_blobs(remote)
    found = moved(remote, remote.blobs)
    assert (found.left, found.emptied) == (1, [])
    with transaction(pile.ctx.engine) as session:
        assert "disk" in places.used(session)


KILLED_IN_THE_MIDDLE = """
import os, signal, sys, threading
from backend.backup import __main__, move
from backend.blobs import copying

lock, steps = threading.Lock(), []

def step(real):
    def taken(*given):
        with lock:
            if len(steps) == int(sys.argv[3]):
                os.kill(os.getpid(), signal.SIGKILL)
            steps.append(given)
            return real(*given)
    return taken

move.copy = step(copying.copy)
move._Mover._prove = step(move._Mover._prove)
__main__.main(["blobs", "move", "--data", sys.argv[1], "--to", sys.argv[2]])
"""


@pytest.mark.parametrize("steps", [3, 8])
def test_a_move_that_was_killed_loses_nothing_and_goes_on(
    steps: int, pile: Pile, remote: Settings, seaweed: Seaweed
) -> None:
    use_blobs(remote)
    environment = {**os.environ, **seaweed.environment, "WINNOW_BLOBS": remote.blobs}
    argv = [sys.executable, "-c", KILLED_IN_THE_MIDDLE, remote.data_dir, remote.blobs, str(steps)]
    assert subprocess.run(argv, cwd=ROOT, env=environment).returncode == -signal.SIGKILL
    assert what_is_wrong(remote) == []
    assert moved(remote, remote.blobs).emptied == ["disk"]
    assert everything(open_blobs(remote.blobs, remote)) == hashes(pile.ctx)
    assert what_is_wrong(remote) == []


def test_a_place_of_another_winnow_is_left_alone_unless_it_is_adopted(pile: Pile, remote: Settings) -> None:
    assert open_blobs(remote.blobs, remote).claim("another")
    with pytest.raises(Conflict, match="belongs to another Winnow"):
        moved(remote, remote.blobs)
    with pytest.raises(Conflict, match="belongs to another Winnow"):
        use_blobs(remote)
    with looking_after(remote) as opened:
        move.adopt(opened, remote.blobs)
    use_blobs(remote)
    assert moved(remote, remote.blobs).copied == 6
