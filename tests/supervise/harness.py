"""A supervisor over programs of a test's choice: harness.py FOLDER PROGRAMS PATIENCE.

PROGRAMS is a JSON list of [name, argv, needs]. Those whose name begins with "live" are expected to
give signs of life, those with "asked" to answer on the port that their name ends with.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from backend.supervise.life import Question
from backend.supervise.logs import Log, say
from backend.supervise.programs import Program
from backend.supervise.supervisor import Supervisor


def main() -> None:
    patience = float(sys.argv[3])
    supervisor = Supervisor(Log(Path(sys.argv[1])), dict(os.environ), patience=patience)
    supervisor.listen()
    for name, argv, needs in json.loads(sys.argv[2]):
        kind, _, port = name.partition("-")
        question = Question(("127.0.0.1", int(port)), b"?") if kind == "asked" else None
        supervisor.add(Program(name, tuple(argv), needs=needs, question=question, gives_signs=kind == "live"))
    say("started")
    supervisor.run()
    supervisor.stop()


if __name__ == "__main__":
    main()
