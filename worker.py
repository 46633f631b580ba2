"""One worker process for one queue: `python worker.py --queue ingestion` or `--queue search`."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import threading

from backend import bootstrap, logs, private
from backend.ask import serve
from backend.context import Context
from backend.jobs import queue, reconcile, worker
from backend.jobs.kinds import KINDS, QUEUES
from backend.jobs.run import Runner
from backend.pulse import Pulse
from backend.settings import Settings, handed_over, supervised

SEARCH = "search"


def main() -> None:
    """Work until told to stop, or until enough jobs were done to start afresh."""
    private.keep()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queue", required=True, choices=[*QUEUES, SEARCH])
    name = parser.parse_args().queue
    settings = Settings(**handed_over())
    logs.configure(f"worker-{name}", settings.log_level)
    pulse = Pulse(sys.stdin.fileno() if supervised() else None)
    pulse.begin()
    ctx = bootstrap.build(settings, pulse)
    if name == SEARCH:
        _serve_searches(ctx)
    else:
        _work(ctx, name)


def _serve_searches(ctx: Context) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    serve.run(ctx, stop)


def _work(ctx: Context, name: str) -> None:
    identity = f"{name}-{socket.gethostname().split('.')[0]}-{os.getpid()}"
    stopped = threading.Event()
    reconciler = threading.Thread(target=reconcile.run, args=(ctx, stopped), name="reconciler", daemon=True)
    with Runner(ctx, identity, lambda job_ids: queue.dispatch(ctx, job_ids)) as runner:
        for kind in KINDS:
            if kind.queue == name:
                runner.prepare(kind)
        reconciler.start()
        redis = bootstrap.connect_blocking(ctx.settings)
        worker.work(redis, identity, name, runner, ctx.settings.worker_max_jobs)
        stopped.set()


if __name__ == "__main__":
    main()
