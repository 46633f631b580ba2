"""`winnow upload`: files and folders into a collection, followed until every one of them has ended."""

from __future__ import annotations

import argparse
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from backend.cli import files, ingested, words
from backend.cli.client import Client, Json
from backend.cli.errors import Failed, Refused, Stopped
from backend.cli.files import File, Lost
from backend.cli.patience import follow, insist
from backend.cli.screen import Show, bars
from backend.cli.sending import Sending

NAME = "upload"
HELP = "send files and whole folders to a collection"
ENDED = frozenset({"finished", "cancelled"})


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    parser.add_argument("--collection", metavar="NAME", help="where to; made if it is not there (default: the folder)")
    until = "whether to wait until the files can be searched (default: --wait); they can be later in any case"
    parser.add_argument("--wait", action=argparse.BooleanOptionalAction, default=True, help=until)


def run(client: Client, given: argparse.Namespace) -> int:
    """1 when a file did not become a document."""
    limits = client.get("/me")["limits"]
    found, lost = _sendable(given.paths, limits)
    if not found:
        return ingested.list_failed(lost)
    collection = _collection(client, given.collection or _name_for(found))
    wanted = {"collection_id": collection["id"], "expected_files": len(found), "label": files.label(found)}
    upload = client.post("/uploads", wanted)
    with bars() as bar:
        show_sent, show_ingested = bar("Sending  "), bar("Ingesting")
        sending = Sending(client, upload["id"], found, show_sent, lambda state: _show(show_ingested, state))
        _send(client, sending)
        if given.wait:
            wait(client, upload, show_ingested)
    return ingested.report(client, upload["id"], [*lost, *sending.lost])


def _sendable(paths: Sequence[Path], limits: Json) -> tuple[list[File], list[Lost]]:
    """What the server would refuse for its size is not sent at all."""
    found, lost = files.find(paths)
    if not found and not lost:
        raise Failed("There are no files in what you named.")
    most = limits["max_file_bytes"]
    too_large = f"It is larger than {words.size(most)}, the most that one file may have here."
    lost += [Lost(file.name, too_large) for file in found if file.size > most]
    found = [file for file in found if file.size <= most]
    if len(found) > limits["max_files_per_upload"]:
        most = limits["max_files_per_upload"]
        raise Failed(f"These are {len(found):,} files, and one upload takes {most:,}. Send them in parts.")
    return found, lost


def _name_for(found: Sequence[File]) -> str:
    return words.collection_name(files.top_folder(found)) or f"upload-{date.today().isoformat()}"


def _collection(client: Client, name: str) -> Json:
    """The collection of that name, made if there is none."""
    try:
        return client.post("/collections", {"name": name})
    except Refused as error:
        if error.status != 409:
            raise
    name = name.strip().removeprefix("#")
    for each in client.items("/collections"):
        if each["name"] == name:
            return each
    raise Failed(f"The collection #{name} was deleted just now. Try again.")


def _send(client: Client, sending: Sending) -> None:
    """Send, and say that no more will come, also when Ctrl-C ended it: what has arrived is ingested."""
    close = f"/uploads/{sending.upload_id}/close"
    try:
        sending.send()
    except KeyboardInterrupt:
        with suppress(Failed):
            client.post(close)
        raise Stopped("Stopped. What has been sent stays; run this again to send the rest.") from None
    insist(lambda: client.post(close))


def wait(client: Client, upload: Json, show: Show) -> None:
    """Until the upload has ended, whatever happens to the connection. Stopped when Ctrl-C was pressed."""
    try:
        with closing(_states(client, upload["id"])) as states:
            for state in states:
                _show(show, state)
                if state["status"] in ENDED:
                    return
    except KeyboardInterrupt:
        again = f"See how far it is: scripts/winnow jobs show {upload['job_id']}"
        raise Stopped(f"Everything was sent, and ingestion goes on. {again}") from None


def _states(client: Client, upload_id: str) -> Generator[Json]:
    """The upload at each of its events."""
    for told in follow(client, f"/uploads/{upload_id}/events"):
        if "upload" in told:
            yield told["upload"]


def _show(show: Show, state: Json) -> None:
    done = state["ready"] + state["failed"] + state["cancelled"]
    total: int = state["documents"]
    if state["status"] == "open":  # more are on their way
        total = max(total, state["expected_files"] - state["duplicates"] - state["rejected"])
    says = f"{state['ready']:,} of {words.plural(total, 'document')} ready"
    show(done, total, says + (f", {state['failed']:,} failed" if state["failed"] else ""), None)
