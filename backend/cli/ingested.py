"""What became of the files of an upload: how many are ready, which were there already, which failed and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backend.cli.client import Client, Json
from backend.cli.files import Lost
from backend.cli.screen import note, say

SHOWN_DUPLICATES = 10


def report(client: Client, upload_id: str, lost: Sequence[Lost] = ()) -> int:
    """Print it. `lost` are files that were never sent. 1 when a file failed or the upload was cancelled."""
    upload = client.get(f"/uploads/{upload_id}")
    failed = [*lost, *_refused(client, upload_id), *_unread(client, upload)]
    waiting = upload["queued"] + upload["working"]
    counts = (
        (upload["ready"], "ready"),
        (waiting, "being ingested"),
        (upload["duplicates"], "already there"),
        (upload["cancelled"], "cancelled"),
        (len(lost) + upload["rejected"] + upload["failed"], "failed"),
    )
    name = client.get(f"/collections/{upload['collection_id']}")["name"]
    say(f"#{name}: {', '.join(f'{number:,} {what}' for number, what in counts if number) or 'nothing was sent'}.")
    _list_duplicates(client, upload)
    list_failed(failed)
    if upload["status"] == "cancelled":
        note("This upload was cancelled.")
    elif waiting:
        note(f"Ingestion goes on. See how far it is: scripts/winnow jobs show {upload['job_id']}")
    return 1 if failed or upload["status"] == "cancelled" else 0


def list_failed(failed: Sequence[Lost]) -> int:
    """Each with its reason; 1 when there are any."""
    if failed:
        say("Failed:")
    for each in failed:
        say(f"  {each.name}: {each.reason}")
    return 1 if failed else 0


def _list_duplicates(client: Client, upload: Json) -> None:
    number = upload["duplicates"]
    if not number:
        return
    say("Already there:")
    for file in client.get(f"/uploads/{upload['id']}/files", outcome="duplicate", limit=SHOWN_DUPLICATES)["items"]:
        twin = file["same_as"]
        say(f"  {file['name']}" + (f" is the same as {twin}" if twin != file["name"] else ""))
    if number > SHOWN_DUPLICATES:
        say(f"  and {number - SHOWN_DUPLICATES:,} more")


def _refused(client: Client, upload_id: str) -> Iterator[Lost]:
    """Files that the server did not take."""
    for file in client.items(f"/uploads/{upload_id}/files", outcome="rejected"):
        yield Lost(file["name"], file["reason"])


def _unread(client: Client, upload: Json) -> Iterator[Lost]:
    """Documents that could not be read, and those of earlier uploads that this one made try again in vain."""
    query = {"collection_id": upload["collection_id"], "status": "failed", "upload_id": upload["id"]}
    for document in client.items("/documents", **query):
        yield Lost(document["name"], document["reason"])
    for file in client.items(f"/uploads/{upload['id']}/files", outcome="retried"):
        document = client.get(f"/documents/{file['document_id']}")
        if document["status"] == "failed" and document["upload_id"] != upload["id"]:
            yield Lost(document["name"], document["reason"])
