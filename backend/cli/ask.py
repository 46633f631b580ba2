"""`winnow ask`: a question, answered at once or by a job that reads every document."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import closing

from backend.cli import answers, words
from backend.cli.client import Client, Json
from backend.cli.errors import Failed, Stopped
from backend.cli.patience import follow
from backend.cli.screen import Show, bars, note, show_json

NAME = "ask"
HELP = "ask a question about your documents"
MEASURED = 0.1  # progress from which on the forecast of its end comes from the job itself
ENDED = frozenset({"completed", "failed", "cancelled"})
PHASES = {
    "filter": "Filtering",
    "map": "Reading each document",
    "reduce": "Combining",
    "synthesis": "Writing the answer",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", help='in your own words; "#name" in it names a collection too')
    parser.add_argument(
        "--collection", action="append", default=[], metavar="NAME", help="ask this one only; may be repeated"
    )
    mode = "quick: the passages that fit best; full: read every document; auto: Winnow chooses (default)"
    parser.add_argument("--mode", choices=("auto", "quick", "full"), default="auto", help=mode)
    parser.add_argument("--conversation", metavar="ID", help="ask on in this conversation")
    parser.add_argument("--json", action="store_true", help="print what the API answers, for programs")


def run(client: Client, given: argparse.Namespace) -> int:
    """1 when there is no answer."""
    question = {"message": given.question, "mode": given.mode, "conversation_id": given.conversation}
    if given.collection:
        question["collection_ids"] = _ids(client, given.collection)
    reply = client.post("/chat", question)
    _warn_of_tags(reply["hashtag_info"])
    if "job_id" not in reply:
        show_json(reply) if given.json else answers.quick(reply)
        return 0
    job = _await(client, reply["job_id"])
    if given.json:
        show_json(job)
        return 0 if job["status"] == "completed" else 1
    return answers.full(client, job)


def _ids(client: Client, names: Sequence[str]) -> list[str]:
    known = {each["name"]: each["id"] for each in client.items("/collections")}
    wanted = [name.removeprefix("#") for name in names]
    for name in wanted:
        if name not in known:
            others = ", ".join(f"#{each}" for each in known) or "none yet"
            raise Failed(f"There is no collection #{name}. There are: {others}.")
    return [known[name] for name in wanted]


def _warn_of_tags(tags: Json) -> None:
    unknown = ", ".join(f"#{name.removeprefix('#')}" for name in tags["unrecognized_hashtags"])
    if unknown:
        rest = "the others you named" if tags["folder_filtered"] else "all you chose"
        note(f"There is no collection {unknown}. The question went to {rest}.")


def _await(client: Client, job_id: str) -> Json:
    """The job when it has ended. It does not depend on being watched."""
    try:
        with bars() as bar, closing(follow(client, f"/jobs/{job_id}/events")) as told:
            show = bar("Answering")
            for job in (each["job"] for each in told if "job" in each):
                _show(show, job)
                if job["status"] in ENDED:
                    break
    except KeyboardInterrupt:
        again = f"See it again: scripts/winnow jobs show {job_id}"
        raise Stopped(f"The job goes on, and its answer is kept. {again}") from None
    return client.get(f"/jobs/{job_id}")


def _show(show: Show, job: Json) -> None:
    if job["status"] == "queued":
        show(0, 0, words.waiting(job["jobs_ahead"]), None)
        return
    phase = PHASES.get(job["current_phase"], "Starting")
    if job["status"] != "running":
        phase = "Done" if job["status"] == "completed" else str(job["status"]).capitalize()
    done, total = job["processed_items"], job["total_items"]
    items = f", {done:,} of {words.plural(total, 'document')}" if total else ""
    left = job["estimated_completion_seconds"] if job["progress"] >= MEASURED else None
    show(round(job["progress"] * 100), 100, phase + items, left)
