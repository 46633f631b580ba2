from __future__ import annotations

import subprocess
import sys

from backend.settings import ROOT
from tests.eventually import eventually
from tests.running import Winnow


def test_the_demo_comes_in_with_its_duplicate_and_its_broken_file(winnow: Winnow) -> None:
    argv = [sys.executable, str(ROOT / "scripts" / "demo.py"), "--data", str(winnow.data_dir)]
    for _ in range(2):  # the second time it is there already
        subprocess.run(argv, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=True)

    def settled() -> bool:
        (demo,) = (each for each in winnow.api.get("/collections?limit=1000").json()["items"] if each["name"] == "demo")
        return (demo["document_count"], demo["ready_count"], demo["failed_count"]) == (12, 11, 1)

    eventually(settled, 120)
