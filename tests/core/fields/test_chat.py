"""Messages of an exported conversation."""

from __future__ import annotations

from datetime import date

from backend.core.fields.chat import read_messages

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
