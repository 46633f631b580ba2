"""EML, MBOX and MSG."""

from __future__ import annotations

from email.message import EmailMessage

from .conftest import Read, Refused
from .samples import SAMPLES, mail, mbox


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "Bob <bob@example.com>", "Subject": "Lease", **headers}.items():
        message[name] = value
    message.set_content("The rent is 950 €.")
    return message


def test_headers_stand_above_the_body_and_become_facts(read: Read) -> None:
    message = letter(To="Zoë <zoe@example.com>", Date="Fri, 1 Mar 2024 09:30:00 +0100", Subject="März – Überblick")
    text = read("a.eml", message.as_bytes()).text
    assert text.content.splitlines() == [
        "From: Bob <bob@example.com>",
        "To: Zoë <zoe@example.com>",
        "Date: Fri, 01 Mar 2024 09:30:00 +0100",
        "Subject: März – Überblick",
        "",
        "The rent is 950 €.",
    ]
    assert text.facts["sent_at"] == "2024-03-01T08:30:00+00:00"
    assert text.facts["subject"] == "März – Überblick"


def test_attachments_become_members_but_pictures_in_the_text_do_not(read: Read) -> None:
    message = letter()
    message.add_alternative("<p>The rent is <b>950</b> €.</p><img src='cid:logo'>", subtype="html")
    message.get_payload()[1].add_related(
        b"\x89PNG", "image", "png", cid="<logo>", filename="logo.png", disposition="inline"
    )
    message.add_attachment(b"a,b\n", maintype="text", subtype="csv", filename="../fees.csv")
    message.add_attachment(letter(Subject="Forwarded"))
    found = read("a.eml", message.as_bytes())
    assert [member.name for member in found.members] == ["fees.csv", "message.eml"]
    assert found.members[0].path.read_bytes() == b"a,b\n"
    assert b"Subject: Forwarded" in found.members[1].path.read_bytes()
    assert "<b>" not in found.text.content


def test_a_message_in_html_only_is_read_as_text(read: Read) -> None:
    message = letter()
    message.set_content("<table><tr><td>Rent</td><td>950</td></tr></table><script>x()</script>", subtype="html")
    assert read("a.eml", message.as_bytes()).text.content.endswith("\nRent\t950\n")


def test_a_body_in_seven_bit_japanese_is_read(read: Read) -> None:
    head = b"From: a@example.com\nSubject: x\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
    assert read("a.eml", head + "吾輩は猫である".encode("iso-2022-jp")).text.content.endswith("吾輩は猫である\n")


def test_broken_headers_do_no_harm(read: Read) -> None:
    data = b"From: =?utf-8?b?broken\nTo: <<>>,,@\nDate: never\nSubject: =?x-none?q?y?=\nContent-Type: ;;\n\nBody."
    assert "Body." in read("a.eml", data).text.content


def test_every_message_of_a_mailbox_is_a_member(read: Read) -> None:
    with_file = letter(Subject="Third: 1/2")
    with_file.add_attachment(b"x,y\n", maintype="text", subtype="csv", filename="fees.csv")
    unnamed = b"From: a@example.com\nDate: Fri, 1 Mar 2024 09:30:00 +0100\n\nNo subject at all."
    found = read(
        "inbox", mbox(mail("First"), mail("Second", "From here on\n>From there"), with_file.as_bytes(), unnamed)
    )
    assert found.format == "mbox"
    names = ["00001 First.eml", "00002 Second.eml", "00003 Third: 1-2.eml", "00004.eml"]
    assert [member.name for member in found.members] == names
    assert found.text.content.splitlines() == names
    assert found.text.facts["messages"] == 4
    bodies = [member.path.read_bytes() for member in found.members]
    assert b"\nFrom here on\nFrom there\n" in bodies[1]
    inner = [read(member.name, body) for member, body in zip(found.members, bodies, strict=True)]
    assert [each.format for each in inner] == ["eml"] * 4
    assert [member.name for member in inner[2].members] == ["fees.csv"]


def test_a_mailbox_without_a_message_is_only_text(read: Read) -> None:
    assert read("a.mbox", b"From nobody\n\nno headers\n").format == "text"


def test_ten_thousand_nested_parts_end_with_a_reason(refused: Refused) -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000))
    assert "nested too deeply" in refused("a.eml", b"From: a@example.com\nSubject: x\n" + nested)


def test_an_outlook_message_has_headers_body_and_attachments(read: Read) -> None:
    name, sample = SAMPLES["msg"]
    found = read(name, sample())
    assert found.text.content.splitlines()[1:] == [
        "To: Alice",
        "Date: 2024-03-01T09:30:00+00:00",
        "Subject: Rent for März",
        "",
        "The rent is 950 €.",
    ]
    assert [(member.name, member.path.read_bytes()) for member in found.members] == [("note.csv", b"a,b\n1,2\n")]
    assert found.text.facts["subject"] == "Rent for März"


def test_a_broken_outlook_message_is_refused(refused: Refused) -> None:
    _, sample = SAMPLES["msg"]
    data = sample()
    assert refused("a.msg", data[:2_000] + bytes(5_000)).endswith(".")
