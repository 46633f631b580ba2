from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run, write


def test_a_job_is_listed_and_cancelled_once(run: Run, upload: dict[str, Any], name: str) -> None:
    job = upload["job_id"]
    head, *rows = run("jobs", "list", "--status", "queued", "--status", "running").out.splitlines()
    assert head.split() == ["ID", "STATUS", "AGE", "DONE", "TITLE"]
    assert [row.split()[-1] for row in rows if row.startswith(job)] == [f"{name}/"]

    assert run("jobs", "cancel", job).out.startswith(f"Upload “{name}/”: cancelled, ")
    again = run("jobs", "cancel", job)
    assert (again.code, again.err) == (1, "This job is cancelled already, so there is nothing to cancel.\n")
    assert job not in run("jobs", "--status", "queued").out


def test_a_failed_upload_shows_why_and_can_be_tried_again(run: Run, tmp_path: Path, name: str) -> None:
    write(tmp_path / f"{name}.pdf", "%PDF-1.7\nthis is where the file was cut off")
    assert run("upload", f"{name}.pdf", "--collection", name).code == 1
    job = next(each["job_id"] for each in json.loads(run("jobs", "--status", "failed", "--json").out))
    shown = run("jobs", "show", job)
    assert shown.code == 1
    assert f"{name}.pdf: The PDF could not be read" in shown.out
    retried = run("jobs", "retry", job)
    assert retried.code == 1
    assert retried.err.startswith("Its failed files would fail again as they are.")


def test_failed_jobs_are_listed_with_those_that_finished_with_failures(
    run: Run,
    tmp_path: Path,
    name: str,
) -> None:
    write(tmp_path / "some" / "good.txt", f"Good {name}.")
    write(tmp_path / "some" / "empty.txt", "")
    run("upload", "some", "--collection", name)
    listed = run("jobs", "--status", "failed").out.splitlines()
    assert [line.split()[-1] for line in listed if "(1 failed)" in line][:1] == ["some/"]


def test_a_job_that_is_not_there_gets_a_sentence(run: Run) -> None:
    ran = run("jobs", "show", "none")
    assert (ran.code, ran.err) == (1, "There is no such job. It may have been deleted.\n")


def test_showing_needs_an_id(run: Run) -> None:
    ran = run("jobs", "show")
    assert ran.code == 1
    assert ran.err.startswith("Which job? Name its ID: scripts/winnow jobs show ID.")
