"""Jobs, queues and workers over HTTP."""

from __future__ import annotations

import httpx

from tests.api.conftest import Sent
from tests.eventually import eventually


def test_a_job_without_figures_has_no_details_of_them(api: httpx.Client, collection: Sent) -> None:
    upload = collection.send({"a.txt": b"Barley."})["upload"]
    assert api.get(f"/jobs/{upload['job_id']}").raise_for_status().json()["aggregation_details"] is None


def test_workers_of_every_queue_are_listed_alike(api: httpx.Client) -> None:
    def found() -> dict[str, dict[str, object]] | None:
        workers = {each["queue"]: each for each in api.get("/workers").raise_for_status().json()["items"]}
        return workers if workers.keys() >= {"ingestion", "query", "search"} else None

    workers = eventually(found, 60)
    assert workers is not None
    search = workers["search"]
    assert all(each.keys() == search.keys() for each in workers.values())
    assert search["state"] in ("idle", "busy")
    assert str(search["name"]).startswith("search-")
    assert isinstance(search["memory_bytes"], int)
