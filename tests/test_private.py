from __future__ import annotations

import subprocess
import sys

import pytest

from backend.settings import ROOT

LOOK = """
import ctypes, os
from backend import private
private.keep()
print(oct(os.umask(0)), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))  # PR_GET_DUMPABLE
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux closes a process to others of its user")
def test_a_process_keeps_its_files_and_its_memory_to_itself() -> None:
    ran = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0o77", "0"]
