"""EML, MBOX and MSG."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

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


def multipart(kind: str, *parts: str | bytes, head: str = "From: a@example.com\nSubject: x") -> bytes:
    """A message of parts that are given with their headers."""
    pieces = [part if isinstance(part, bytes) else part.encode() for part in parts]
    body = b"".join(b"--B\n" + piece + b"\n" for piece in pieces)
    return f"{head}\nContent-Type: multipart/{kind}; boundary=B\n\n".encode() + body + b"--B--\n"


PLAIN, HTML = "Content-Type: text/plain\n\n", "Content-Type: text/html; charset=utf-8\n\n"
EVENT = (
    "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nDTSTART:16010101T020000\nEND:VTIMEZONE\nBEGIN:VEVENT\n"
    "SUMMARY:Handing over\\, at noon\nDTSTART;TZID=Europe/Berlin:20240301T120000\nDTEND:20240301T120000Z\n"
    'LOCATION:Main Str\n eet 5\nORGANIZER;CN="Lessor, Anna":mailto:anna@example.com\nBEGIN:VALARM\n'
    "DESCRIPTION:Reminder\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
)
SHOWN_EVENT = (
    "SUMMARY: Handing over, at noon\nDTSTART: 2024-03-01 12:00\nDTEND: 2024-03-01 12:00 UTC\nLOCATION: Main Street 5\n"
    "ORGANIZER: Lessor, Anna mailto:anna@example.com"
)
RELATED = "Content-Type: multipart/related; boundary=C\n\n--C\nContent-Type: text/html\n\n<p>Page\n--C\n"


def shown(read: Read, data: bytes) -> str:
    """The message below its headers."""
    return read("a.eml", data).text.content.partition("\n\n")[2]


@pytest.mark.parametrize(
    ("parts", "body"),
    [
        ([HTML + "<p>Letter", PLAIN + "List footer"], "Letter\n\nList footer\n"),
        ([PLAIN + "One", "Content-Type: application/pdf; name=a.pdf\n\n%PDF", PLAIN + "Two"], "One\n\nTwo\n"),
        ([HTML + "One", HTML.replace("\n\n", "\nContent-Disposition: inline\n\n") + "Two"], "One\n\nTwo\n"),
        ([RELATED + "Content-ID: <1>\nContent-Type: text/html\n\nframe\n--C--", PLAIN + "Foot"], "Page\n\nFoot\n"),
        (["Content-Type: text/css\n\np{}", PLAIN + "Text"], "Text\n"),
        (
            [PLAIN + "Failed", "Content-Type: message/delivery-status\n\nA: b\n\nFor: rfc822; c@d.e"],
            "Failed\n\nA: b\nFor: rfc822; c@d.e\n",
        ),
    ],
)
def test_all_that_a_reader_sees_is_read_in_order(parts: list[str], body: str, read: Read) -> None:
    assert shown(read, multipart("mixed", *parts)) == body


@pytest.mark.parametrize(
    ("plain", "html", "body"),
    [
        (
            "Your program shows no HTML.",
            "<h1>Order</h1><p>It was shipped today for 59,90 EUR",
            "# Order\n\nIt was shipped today for 59,90 EUR\n",
        ),
        ("The rent is 950 and due.", "<p>The rent is <b>950</b> and due.", "The rent is 950 and due.\n"),
        (
            "The rent is 950. See http://example.com",
            "<p>View in a browser",
            "The rent is 950. See http://example.com\n\nView in a browser\n",
        ),
        ("", "<p>The rent is 950.", "The rent is 950.\n"),
        ("The rent is 950.", "<img src=a.png>", "The rent is 950.\n"),
    ],
)
def test_of_two_versions_the_one_that_says_more_is_read(plain: str, html: str, body: str, read: Read) -> None:
    assert shown(read, multipart("alternative", PLAIN + plain, HTML + html)) == body


def test_an_invitation_says_when_and_where(read: Read) -> None:
    calendar = f"Content-Type: text/calendar; method=REQUEST\n\n{EVENT}"
    assert shown(read, f"From: a@example.com\nSubject: x\n{calendar}".encode()) == SHOWN_EVENT + "\n"
    both = multipart("alternative", PLAIN + "Come to Main Street 5!", calendar)
    assert shown(read, both) == "Come to Main Street 5!\n" + SHOWN_EVENT.replace("LOCATION: Main Street 5\n", "") + "\n"


def test_a_table_as_the_whole_letter_is_read(read: Read) -> None:
    assert shown(read, b"From: a@example.com\nSubject: x\nContent-Type: text/csv\n\na,b\n1,2\n") == "a,b\n1,2\n"


def test_headers_in_bare_bytes_are_read_in_the_encoding_of_the_letter(read: Read) -> None:
    for encoding in ("iso-8859-1", "utf-8", "iso-8859-2"):
        head = f"From: Jürgen <j@example.com>\nSubject: Grüße\nContent-Type: text/plain; charset={encoding}\n\nMaß"
        text = read("a.eml", head.encode(encoding)).text
        assert (text.facts["author"], text.facts["subject"]) == ("Jürgen <j@example.com>", "Grüße")
    disposition = 'Content-Type: text/csv\nContent-Disposition: attachment; filename="Übersicht.csv"\n\na,b'.encode(
        "cp1252"
    )
    assert [member.name for member in read("a.eml", multipart("mixed", PLAIN, disposition)).members] == [
        "Übersicht.csv"
    ]


def test_a_letter_that_ends_with_an_accent_is_read(read: Read) -> None:
    assert shown(read, "From: a@example.com\nSubject: x\n\nau café".encode("cp1252")) == "au café\n"


def test_signatures_are_no_members_and_files_without_a_name_are(read: Read) -> None:
    signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Disposition: attachment\n\nxyz"
    unnamed = "Content-Type: application/pdf\n\npages"
    found = read("a.eml", multipart("signed", PLAIN + "Text", unnamed, signature))
    assert [member.name for member in found.members] == ["attachment.pdf"]


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
    assert found.text.content == "A mailbox of 4 messages.\n"
    assert found.text.facts["messages"] == 4
    bodies = [member.path.read_bytes() for member in found.members]
    assert b"\nFrom here on\nFrom there\n" in bodies[1]
    inner = [read(member.name, body) for member, body in zip(found.members, bodies, strict=True)]
    assert [each.format for each in inner] == ["eml"] * 4
    assert [member.name for member in inner[2].members] == ["fees.csv"]


def test_a_mailbox_without_a_message_is_only_text(read: Read) -> None:
    assert read("a.mbox", b"From nobody\n\nno headers\n").format == "text"


def test_a_message_of_ten_thousand_nested_parts_is_read_as_it_stands(read: Read) -> None:
    nested = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(10_000))
    head = "From: a@example.com\nSubject: =?utf-8?q?M=C3=A4rz?=\nContent-Type: multipart/mixed; boundary=b0\n\n"
    text = read("a.eml", f"{head}{nested}The rent is 950.".encode()).text
    assert text.content.startswith("From: a@example.com\nSubject: März\n\n--b0")
    assert "The rent is 950." in text.content
    assert text.warnings == ("The parts of the message are nested too deeply. It was read as it stands.",)


CHARSETS = ("undefined", "x\0y", "idna", "punycode", "unknown-8bit", "base64", "utf-8\0", "\udcff", "''", "a" * 300)


@pytest.mark.parametrize("charset", CHARSETS)
def test_no_encoding_that_a_header_or_a_part_claims_fails_the_message(charset: str, read: Read) -> None:
    head = (
        f"From: =?{charset}?q?Bob?= <bob@example.com>\nSubject: =?{charset}?b?TGVhc2U=?=\n"
        f"Content-Type: multipart/mixed; boundary=B; charset={charset}"
    )
    parts = (
        f"Content-Type: text/plain; charset={charset}\n\nThe rent is 950.",
        f"Content-Type: text/plain; charset*={charset}''utf-8\n\nThe deposit is 1900.",
        f'Content-Type: text/html; charset="{charset}"\n\n<p>Yours',
        f"Content-Type: application/pdf; name*={charset}''a%FF.pdf\n\n%PDF",
        f"Content-Type: text/csv\nContent-Disposition: attachment; filename*0*={charset}''b; filename*1=.csv\n\na,b",
        f'Content-Type: text/csv\nContent-Disposition: attachment; filename="=?{charset}?q?c=2Ecsv?="\n\na,b',
        f"Content-Type: text/plain\nContent-Transfer-Encoding: {charset}-\n\nRegards",
        f"Content-Type: message/rfc822\n\nSubject: =?{charset}?q?x?=\nContent-Type: text/plain; charset={charset}\n\n",
    )
    pieces = [part.encode("utf-8", "surrogateescape") for part in parts]
    data = multipart("mixed", *pieces, head="X: y").replace(
        b"X: y\nContent-Type: multipart/mixed; boundary=B", head.encode("utf-8", "surrogateescape")
    )
    found = read("a.eml", data)
    for words in ("The rent is 950.", "The deposit is 1900.", "Yours", "Regards"):
        assert words in found.text.content
    assert len(found.members) == 4


def test_an_attachment_keeps_its_name_in_whatever_way_it_is_sent(read: Read) -> None:
    ways = (
        "filename*=utf-8''%C3%9Cb.csv",
        "filename*0*=utf-8''%C3%9C; filename*1=b.csv",
        'filename="=?utf-8?q?=C3=9Cb.csv?="',
    )
    parts = [f"Content-Type: text/csv\nContent-Disposition: attachment; {way}\n\na,b" for way in ways]
    assert [member.name for member in read("a.eml", multipart("mixed", *parts)).members] == ["Üb.csv"] * 3


def test_an_endless_header_is_cut_and_told(read: Read) -> None:
    text = read("a.eml", mail("x" * 1_000_000)).text
    assert len(text.content) < 70_000
    assert "The rent is 950." in text.content
    assert text.warnings == ("The header Subject is longer than 65,536 characters; the rest of it was left out.",)


def test_a_message_of_too_many_parts_is_read_up_to_there_and_told(read: Read) -> None:
    text = read("a.eml", multipart("mixed", *([PLAIN + "Line"] * 20_000), PLAIN + "last")).text
    assert text.content.count("Line") > 9_000
    assert "last" not in text.content
    assert "more than 10,000 parts" in text.warnings[0]


def test_a_mailbox_is_one_by_its_name_where_its_messages_say_little(read: Read) -> None:
    box = b"From a\nSubject: One\n\nFirst.\n\nFrom a\nSubject: Two\n\nSecond.\n"
    assert [member.name for member in read("a.mbox", box).members] == ["00001 One.eml", "00002 Two.eml"]
    assert read("a.txt", box).members == ()


def test_a_mailbox_of_too_many_messages_is_refused_before_any_is_stored(refused: Refused) -> None:
    assert "more than 50 files inside" in refused("a.mbox", mbox(*[mail()] * 51))


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
