"""A supervisor over programs of a test's choice: harness.py FOLDER PROGRAMS, a JSON list of [name, argv, needs]."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from backend.supervise.logs import Log, say
from backend.supervise.programs import Program
from backend.supervise.supervisor import Supervisor


def main() -> None:
    supervisor = Supervisor(Log(Path(sys.argv[1])), dict(os.environ))
    supervisor.listen()
    for name, argv, needs in json.loads(sys.argv[2]):
        supervisor.add(Program(name, tuple(argv), needs=needs))
    say("started")
    supervisor.run()
    supervisor.stop()


if __name__ == "__main__":
    main()
