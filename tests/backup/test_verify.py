from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from backend.backup import restore, verify
from backend.backup.folder import Backup, BackupFolder
from backend.backup.verify import Verified
from backend.context import Context
from backend.store.db import transaction
from backend.store.documents import Document
from tests.backup.making import Pile, back_up, flip, looking_after, nothing
from tests.builders import an_upload, send


@pytest.fixture
def pile(ctx: Context) -> Pile:
    made = Pile(ctx)
    for name in ("a.txt", "b.txt", "c.txt"):
        made.add(name)
    return made


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "backup"


@pytest.fixture
def made(pile: Pile, there: Path) -> Backup:
    return back_up(pile.ctx.settings, there)[0]


def checked(pile: Pile, *, set_aside: bool = False) -> Verified:
    with looking_after(pile.ctx.settings) as opened:
        return verify.source(opened, nothing, set_aside=set_aside)


def stored(pile: Pile, name: str) -> Path:
    with transaction(pile.ctx.engine) as session:
        found = session.execute(text("SELECT sha256 FROM document WHERE name = :name"), {"name": name}).scalar_one()
    return pile.ctx.settings.data_dir / "blobs" / found[:2] / found[2:4] / found


def test_a_sound_backup_is_as_it_was_made(made: Backup) -> None:
    found = verify.backup(made, nothing)
    assert (found.files, found.wrong) == (3, [])
    assert found.rows > 12


def test_one_flipped_bit_of_a_file_is_found(made: Backup, there: Path) -> None:
    victim = min(made.blobs)
    flip(BackupFolder(there).blobs.path(victim))
    [said] = verify.backup(made, nothing).wrong
    assert victim in said
    assert said.endswith("is not what it was when the backup was made.")


def test_a_file_that_is_gone_is_found(made: Backup, there: Path) -> None:
    victim = min(made.blobs)
    BackupFolder(there).blobs.delete(victim)
    [said] = verify.backup(made, nothing).wrong
    assert victim in said and said.endswith("is missing.")


def test_one_flipped_bit_of_the_database_is_found(made: Backup) -> None:
    at = made.database.read_bytes().index(b"Barley is ground there")
    flip(made.database, at)
    wrong = verify.backup(made, nothing).wrong
    assert any(said.startswith("winnow.db is not what it was") for said in wrong)
    assert any("passages are not what stands in its text" in said for said in wrong)


def test_rows_that_went_away_are_found(made: Backup) -> None:
    facts = made.path / "backup.json"
    facts.write_text(facts.read_text().replace('"document": 3', '"document": 4'))
    wrong = verify.backup(made, nothing).wrong
    assert "The table document has 3 rows and had 4." in wrong


def test_a_file_that_was_lost_before_is_named_with_every_check(pile: Pile, there: Path) -> None:
    stored(pile, "a.txt").unlink()
    made, _ = back_up(pile.ctx.settings, there)
    assert verify.backup(made, nothing).wrong == ["a.txt: its file was lost before the backup was made."]


def test_a_sound_folder_is_as_it_was_stored(pile: Pile) -> None:
    found = checked(pile)
    assert (found.files, found.wrong) == (3, [])


def test_damaged_and_missing_files_of_a_running_winnow_are_named(pile: Pile) -> None:
    flip(stored(pile, "a.txt"))
    stored(pile, "b.txt").unlink()
    assert [said.partition(" (")[0] for said in sorted(checked(pile).wrong)] == [
        "a.txt: its file is damaged",
        "b.txt: its file is missing",
    ]


def test_a_damaged_file_that_is_set_aside_can_be_sent_again(pile: Pile) -> None:
    flip(stored(pile, "a.txt"))
    [said] = checked(pile, set_aside=True).wrong
    assert said.endswith("set aside. Send it again.")
    assert list((pile.ctx.settings.data_dir / "damaged").iterdir())
    assert send(pile.ctx, an_upload(pile.ctx, pile.collection), "a.txt", b"a.txt").file.outcome == "duplicate"
    assert checked(pile).wrong == []


def test_a_damaged_file_can_be_given_back_from_a_backup(pile: Pile, made: Backup, there: Path) -> None:
    flip(stored(pile, "a.txt"))
    checked(pile, set_aside=True)
    restored = restore.files(BackupFolder(there), made, pile.ctx.settings, nothing)
    assert (restored.copied, restored.there, restored.lost) == (1, 2, [])
    assert checked(pile).wrong == []


def test_passages_are_held_against_the_text(pile: Pile) -> None:
    with transaction(pile.ctx.engine) as session:
        session.execute(text("UPDATE chunk SET text = 'Rye is' WHERE text LIKE 'Barley%' AND id < 4"))
        session.execute(text("DELETE FROM chunk WHERE id > 8"))
    said = [each.partition("): ")[2] for each in checked(pile).wrong]
    assert said == ["its passages are not what stands in its text.", "2 of its 3 passages are there."]


def test_a_document_that_is_deleted_while_it_is_verified_is_no_fault(
    pile: Pile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(pile.ctx.engine) as session:
        document = session.execute(text("SELECT id FROM document WHERE name = 'a.txt'")).scalar_one()
        gone = session.get_one(Document, document)
    look = verify._Keeper.look

    def delete_first(self: verify._Keeper, blob: object) -> list[str]:
        with transaction(pile.ctx.engine) as session:
            there = session.get(Document, gone.id) is not None
        if there:
            pile.remove(gone)
        return look(self, blob)  # type: ignore[arg-type]

    monkeypatch.setattr(verify._Keeper, "look", delete_first)
    assert checked(pile).wrong == []
