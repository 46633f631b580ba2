from __future__ import annotations

import re
from contextlib import closing
from typing import Any

import pytest

from backend.cli.client import Client
from backend.cli.errors import Refused, Unreachable
from backend.cli.patience import follow, insist
from tests.e2e.relay import Relay
from tests.running import Winnow


def test_a_stream_goes_on_right_behind_the_event_before_the_cut(
    relayed: Client, relay: Relay, upload: dict[str, Any], winnow: Winnow
) -> None:
    told: list[dict[str, Any]] = []
    with closing(follow(relayed, f"/uploads/{upload['id']}/events")) as events:
        assert next(events)["upload"]["status"] == "open"
        relay.down()
        parts = [("file", (f"{number}.txt", f"Note {number}.".encode())) for number in range(3)]
        winnow.api.post(f"/uploads/{upload['id']}/files", files=parts).raise_for_status()
        winnow.api.post(f"/uploads/{upload['id']}/close").raise_for_status()
        relay.up()
        for event in events:
            told.append(event)
            if event.get("upload", {}).get("status") == "finished":
                break
    assert sorted(each["file"]["name"] for each in told if "file" in each) == ["0.txt", "1.txt", "2.txt"]
    assert re.search(rb"(?i)last-event-id: \d+-\d+", relay.received)


def test_what_waiting_can_not_help_is_told_at_once(relayed: Client) -> None:
    with pytest.raises(Refused, match="There is no such upload"):
        next(follow(relayed, "/uploads/none/events"))


def test_a_request_is_repeated_until_the_server_answers() -> None:
    answers = [Unreachable("away"), Refused("busy", 503), "here"]

    def request() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return str(answer)

    assert insist(request) == "here"
