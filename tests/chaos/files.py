"""300 small files as people have them: several formats, an archive, twins, and some that are broken."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from dataclasses import dataclass

WORDS = (
    "barley",
    "rye",
    "wheat",
    "harvest",
    "mill",
    "river",
    "bridge",
    "winter",
    "ledger",
    "cooper",
    "saddle",
    "copper",
)
BROKEN = {  # name -> content; nothing in them can be read
    "broken/report.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
    "broken/truncated.zip": b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + b"\x00" * 40,
    "broken/empty.txt": b"",
    "broken/noise.bin": bytes(range(256)) * 4,
}


@dataclass(frozen=True)
class Pile:
    """What is sent, by name, and what must come of it."""

    sent: dict[str, bytes]
    members: list[bytes]

    @property
    def contents(self) -> set[str]:
        """SHA-256 of everything that becomes a document."""
        return {hashlib.sha256(content).hexdigest() for content in [*self.sent.values(), *self.members]}

    @property
    def broken(self) -> set[str]:
        """SHA-256 of the files that fail."""
        return {hashlib.sha256(content).hexdigest() for content in BROKEN.values()}

    @property
    def duplicates(self) -> int:
        return len(self.sent) + len(self.members) - len(self.contents)

    def batches(self, size: int) -> list[dict[str, bytes]]:
        names = list(self.sent)
        return [{name: self.sent[name] for name in names[at : at + size]} for at in range(0, len(names), size)]


def pile(chance: random.Random, number: int = 300) -> Pile:
    """`number` files in random order; the archive's members include a twin of a file and one another."""
    good = {name: content for at in range(number) for name, content in [_file(at, chance)]}
    names = list(good)[: number - len(BROKEN) - 1]
    sent = {name: good[name] for name in names}
    for at in range(0, len(names) - 20, 25):  # every 25th is a twin of the one before it
        sent[names[at + 1]] = sent[names[at]]
    members = [f"Member {at} of the archive: {_prose(chance)}".encode() for at in range(12)]
    members += [members[0], sent[names[5]]]
    sent["archive.zip"] = _archive(members)
    sent |= BROKEN
    order = list(sent)
    chance.shuffle(order)
    return Pile({name: sent[name] for name in order}, members)


def _file(at: int, chance: random.Random) -> tuple[str, bytes]:
    text = f"Document {at}. {_prose(chance)}"
    match at % 4:
        case 0:
            return f"notes/{at}.txt", text.encode()
        case 1:
            rows = [f"{row},{chance.choice(WORDS)},{chance.random():.3f}" for row in range(chance.randint(3, 60))]
            return f"tables/{at}.csv", "\n".join([f"number,thing{at},amount", *rows]).encode()
        case 2:
            page = f"<!doctype html><html><head><title>Page {at}</title></head><body><h1>{at}</h1><p>{text}</p></body>"
            return f"pages/{at}.html", page.encode()
        case _:
            return f"data/{at}.json", json.dumps({"id": at, "text": text, "tags": chance.sample(WORDS, 3)}).encode()


def _prose(chance: random.Random) -> str:
    length = chance.choice([8, 40, 200, 1500])  # the last makes several chunks
    return " ".join(chance.choice(WORDS) for _ in range(length)) + "."


def _archive(members: list[bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, content in enumerate(members):
            archive.writestr(f"inner/{at}.txt", content)
    return data.getvalue()
