"""How long the rest takes, computed over uploads that were recorded on a slow machine.

A line of a trace is what the server told: seconds since the upload was opened, its status,
expected_files, files_received, and its `work`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import OpenPage
from tests.e2e.test_modules import run

pytestmark = pytest.mark.browser

TRACES = Path(__file__).parent / "traces"
WORK = ("documents", "documents_read", "bytes", "bytes_read", "passages", "passages_done")
SHOWN = """(m, steps) => {
  const pace = new m.Pace();
  const left = steps.map(([upload, second]) => pace.ofUpload(upload, second));
  return left.map((seconds) => (Number.isNaN(seconds) ? null : seconds));
}"""
SHOWN_OF_JOB = """(m, steps) => {
  const pace = new m.Pace();
  const left = steps.map(([job, second]) => pace.ofJob(job, second));
  return left.map((seconds) => (Number.isNaN(seconds) ? null : seconds));
}"""
Upload = dict[str, Any]
Told = list[tuple[float, Upload]]


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page("/settings")


def trace(name: str) -> Told:
    told = []
    for second, status, expected, received, *work in json.loads((TRACES / f"{name}.json").read_text()):
        upload = {"status": status, "expected_files": expected, "files_received": received}
        told.append((second, upload | {"work": dict(zip(WORK, work, strict=True))}))
    return told


def shown(page: Page, told: Told) -> dict[int, float | None]:
    """What a card shows at each second, None where nothing: it is drawn at events and seconds."""
    seconds = [(second, None) for second in range(int(told[-1][0]))]
    steps: list[tuple[Upload, float]] = []
    upload = told[0][1]
    for second, news in sorted([*told, *seconds], key=lambda step: step[0]):
        upload = news or upload
        steps.append((upload, second))
    found = run(page, "pace", SHOWN, steps)
    return {int(at): left for (_, at), left in zip(steps, found, strict=True) if at == int(at)}


def stalled(told: Told, seconds: float) -> Told:
    """The same upload, with a server that was away for so long in the middle of it."""
    middle = told[len(told) // 2][0]
    return [(second + (seconds if second > middle else 0), upload) for second, upload in told]


@pytest.mark.parametrize("name", ["many-small-files", "files-of-many-sizes", "one-long-text"])
@pytest.mark.parametrize("away", [0, 40])
def test_the_time_left_is_about_right_and_does_not_swing(page: Page, name: str, away: int) -> None:
    told = stalled(trace(name), away)
    end = told[-1][0]
    forecasts = {at: left for at, left in shown(page, told).items() if left is not None}
    assert forecasts, "something is shown"
    first = told[0][1]
    for at, left in forecasts.items():
        if end - at > 30 + away:
            assert 0.5 <= left / (end - at) <= 2, f"{left} instead of {end - at} at {at}"
        later = forecasts.get(at + 60)
        if later is not None:
            moved = abs((at + 60 + later) - (at + left))
            assert moved <= max(30 + away, left / 2), f"{left} at {at}, {later} a minute later"
        after = forecasts.get(at + 1)
        assert after is None or after <= left * 1.3 + 1, f"{left} at {at}, {after} a second later"
    assert first["work"]["passages_done"] == 0


@pytest.mark.parametrize("name", sorted(each.stem for each in TRACES.glob("*.json")))
def test_nothing_is_said_before_both_kinds_of_work_were_seen(page: Page, name: str) -> None:
    told = trace(name)
    done = [upload["work"]["passages_done"] for _, upload in told]
    grown = zip(told[1:], done, done[1:], strict=False)
    batches = [second for (second, _), before, after in grown if after > before]
    known = batches[1] if len(batches) > 1 else float("inf")
    assert [at for at, left in shown(page, told).items() if left is not None and at < known] == []


def job(progress: float, seconds: float | None) -> dict[str, Any]:
    return {"progress": progress, "estimated_completion_seconds": seconds}


def test_a_question_says_nothing_until_its_own_speed_is_known(page: Page) -> None:
    guessed = [(job(0, 5), second) for second in range(20)]
    measured = [(job(second / 100, 100 - second), second) for second in range(20, 60)]
    assert set(run(page, "pace", SHOWN_OF_JOB, guessed)) == {None}
    left = run(page, "pace", SHOWN_OF_JOB, [*guessed, *measured])
    assert left[20:28] == [None] * 8
    assert [round(each) for each in left[30:]] == [100 - second for second in range(30, 60)]
    assert run(page, "pace", SHOWN_OF_JOB, [(job(0.5, None), 1)]) == [None]


def test_speeds_are_told_apart(page: Page) -> None:
    body = """(m) => {
      const speeds = new m.Speeds();
      let now = 0;
      const done = { reading: 0, passages: 0 };
      speeds.learn({ ...done }, now);
      for (let n = 0; n < 12; n++) {
        const reads = n % 3 < 2;
        done[reads ? "reading" : "passages"] += reads ? 10 : 100;
        now += reads ? 5 : 20;
        speeds.learn({ ...done }, now);
      }
      const needed = (reading, passages) => speeds.needed({ reading, passages });
      return [needed(6, 0), needed(0, 50)];
    }"""
    reading, embedding = run(page, "pace", body)
    assert reading == pytest.approx(3, rel=0.02)
    assert embedding == pytest.approx(10, rel=0.02)
