"""Messages of an exported conversation."""

from __future__ import annotations

from datetime import date

import pytest

from backend.core.fields.chat import read_messages
from backend.core.fields.read import read_fields

CHAT = """\
12/03/2021, 09:14 - Anna: Did you pay
for the pizza?
13/03/2021, 9:15 PM - Tom: yes, at 10:30: £24.50
"""


def test_every_message_has_its_place_its_day_and_its_sender() -> None:
    first, second = read_messages(CHAT)
    assert (first.sender, first.day, first.line) == ("Anna", date(2021, 3, 12), 1)
    assert CHAT[first.start : first.end].endswith("for the pizza?")
    assert (second.sender, second.day, second.line) == ("Tom", date(2021, 3, 13), 3)


def test_one_day_past_the_twelfth_tells_how_all_days_are_written() -> None:
    days = [message.day for message in read_messages("[3/4/21, 9:14] Anna: a\n[3/13/21, 9:15] Tom: b\n")]
    assert days == [date(2021, 3, 4), date(2021, 3, 13)]


def test_a_text_without_messages_has_none() -> None:
    assert list(read_messages("Dear Anna,\n12:30 is fine: see you")) == []


@pytest.mark.parametrize(
    "head",
    [
        "05/01/2026 à 08:03 - Anna: ",
        "05/01/2026, 08:03 - Anna: ",
        "05.01.26, 08:03 - Anna: ",
        "05.01.2026 um 08:03 Uhr - Anna: ",
        "5/1/26 a las 8:03 - Anna: ",
        "5/1/26, 8:03\u202fa.\u00a0m. - Anna: ",
        "[05/01/2026, 08:03:07] Anna: ",
        "\u200e[05.01.26, 08:03:07] Anna: ",
        "[5/1/26, 8:03:07\u202fAM] Anna: ",
        "05/01/2026 at 08:03 - Anna: ",
        "2026-01-05 08:03 - Anna: ",
        "Anna, [05.01.2026 08:03]\n",
        "Anna, [05/01/2026 08:03:07]:\n",
    ],
)
def test_exports_write_the_head_of_a_message_in_many_ways(head: str) -> None:
    text = "\n".join(f"{head}I paid £{number}.50 for the pizza" for number in (3, 4, 5))
    messages = list(read_messages(text))
    assert [(it.sender, it.day) for it in messages] == [("Anna", date(2026, 1, 5))] * 3
    assert text[messages[0].start : messages[0].end].endswith("£3.50 for the pizza")
    assert read_fields(text).kind == "chat"


def test_a_table_of_days_and_times_is_no_conversation() -> None:
    assert list(read_messages("12/03/2021 09:14 Till 4\n13/03/2021 09:15 Till 5\nTotal: £4.00")) == []
