"""`winnow jobs`: what is being done and was done; one of them shown, cancelled or tried again."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice

from backend.cli import answers, ingested, words
from backend.cli.client import Client, Json
from backend.cli.errors import Failed
from backend.cli.screen import note, say, show_json, table

NAME = "jobs"
HELP = "list jobs; show, cancel or retry one"
STATUSES = ("queued", "running", "completed", "failed", "cancelled")
HEAD = ("ID", "STATUS", "AGE", "DONE", "TITLE")
LIVE = frozenset({"queued", "running"})
KINDS: dict[str, str] = {"ingestion": "upload", "query": "question"}


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("list", "show", "cancel", "retry"), default="list")
    parser.add_argument("id", nargs="?", metavar="ID", help="of the job to show, cancel or retry")
    only = "list only these; may be repeated; failed: also what was completed with failures"
    parser.add_argument("--status", action="append", choices=STATUSES, default=[], help=only)
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="list so many, newest first (default: 20)")
    parser.add_argument("--json", action="store_true", help="print what the API answers, for programs")


def run(client: Client, given: argparse.Namespace) -> int:
    if given.action == "list":
        return _list(client, given)
    if not given.id:
        raise Failed(f"Which job? Name its ID: scripts/winnow jobs {given.action} ID. scripts/winnow jobs lists them.")
    calls: dict[str, Callable[[str], Json]] = {
        "show": client.get,
        "cancel": client.delete,
        "retry": lambda path: client.post(f"{path}/retry"),
    }
    job = calls[given.action](f"/jobs/{given.id}")
    if given.json:
        show_json(job)
        return 0
    return _show(client, job) if given.action == "show" else _say(job)


def _list(client: Client, given: argparse.Namespace) -> int:
    wanted = [*given.status, *(["with_failures"] if "failed" in given.status else [])]
    query = {"status": ",".join(wanted)} if wanted else {}
    found = list(islice(client.items("/jobs", **query), max(1, given.limit)))
    if given.json:
        show_json(found)
    elif found:
        table([HEAD, *(_row(job) for job in found)])
    else:
        note("There are no such jobs." if given.status else "There are no jobs yet.")
    return 0


def _row(job: Json) -> tuple[str, ...]:
    return (job["job_id"], _status(job), words.age(job["created_at"], datetime.now(UTC)), _done(job), job["title"])


def _kind(job: Json) -> str:
    name: str = job["kind"]
    return KINDS.get(name, name)


def _status(job: Json) -> str:
    return "cancelling" if job["cancel_requested"] and job["status"] in LIVE else str(job["status"])


def _done(job: Json) -> str:
    failed = f" ({job['failed_items']:,} failed)" if job["failed_items"] else ""
    return f"{job['processed_items']:,}/{job['total_items']:,}{failed}"


def _show(client: Client, job: Json) -> int:
    """What it is and, where it has ended, what came of it. 1 when it failed."""
    _say(job)
    if job["kind"] == "ingestion":
        return ingested.report(client, job["upload_id"])
    if job["kind"] == "query" and job["status"] == "completed":
        say()
        return answers.full(client, job)
    if job["error_message"]:
        say(job["error_message"])
    return 1 if job["status"] == "failed" else 0


def _say(job: Json) -> int:
    say(f"{_kind(job).capitalize()} “{job['title']}”: {_status(job)}, {_done(job)} documents.")
    if job["jobs_ahead"] is not None:
        say(f"{words.waiting(job['jobs_ahead'])}.")
    return 0
