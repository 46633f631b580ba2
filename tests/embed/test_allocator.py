"""What a layer freed is there for the next one, without asking the system again."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from backend.settings import ROOT

COUNT_FAULTS = """
import ctypes, resource, sys
from backend.embed.allocator import keep_freed_memory
if sys.argv[1] == "keep":
    keep_freed_memory()
def once():
    blocks = [ctypes.create_string_buffer(10_000_000) for _ in range(3)]  # filled with zeros: every page is touched
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
once()
before = faults()
for _ in range(5):
    once()
print(faults() - before)
"""


def faults(how: str) -> int:
    argv = [sys.executable, "-c", COUNT_FAULTS, how]
    return int(subprocess.run(argv, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="this C library is not glibc")
def test_pages_that_were_freed_are_not_asked_for_again() -> None:
    assert faults("keep") < faults("give back") / 10
