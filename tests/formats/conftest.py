"""Files are read through the real sandbox, with small limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.errors import ExtractionFailed
from backend.formats.base import Extraction
from backend.sandbox.sandbox import Sandbox

MIB = 1024**2
Read = Callable[[str, bytes], Extraction]
Refused = Callable[[str, bytes], str]


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with Sandbox(
        tmp_path_factory.mktemp("spool"),
        seconds=10,
        memory_bytes=128 * MIB,
        max_text_chars=2_000_000,
        max_members=50,
        max_member_bytes=32 * MIB,
    ) as shared:
        yield shared


@pytest.fixture
def read(sandbox: Sandbox, tmp_path: Path) -> Read:
    """Read these bytes as a file of this name."""

    def _read(name: str, data: bytes) -> Extraction:
        path = tmp_path / "blob"
        path.write_bytes(data)
        return sandbox.extract(path, name)

    return _read


@pytest.fixture
def refused(read: Read) -> Refused:
    """The reason why these bytes can not be read; afterwards the next file must be read as ever."""

    def _refused(name: str, data: bytes) -> str:
        with pytest.raises(ExtractionFailed) as caught:
            read(name, data)
        assert read("next.txt", b"The next file.").text.content == "The next file."
        return caught.value.detail

    return _refused
