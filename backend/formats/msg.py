"""Outlook messages (MSG). Attachments become members."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from backend.core.text import Text
from backend.formats.base import Probe, Source
from backend.formats.builder import TextBuilder
from backend.formats.markup import parse
from backend.formats.rtf import rtf_text

if TYPE_CHECKING:
    from oxmsg import Message
    from oxmsg.attachment import Attachment

CONTENT_ID = 0x3712  # PidTagAttachContentId
RTF_BODY = 0x1009  # PidTagRtfCompressed


class Msg:
    name = "msg"
    label = "Outlook message"
    media_type = "application/vnd.ms-outlook"

    def accepts(self, probe: Probe) -> bool:
        return "__properties_version1.0" in probe.streams

    def extract(self, source: Source) -> Text:
        from oxmsg import Message

        out = source.builder()
        message = Message.load(str(source.path))
        sent_at = message.sent_date.astimezone(UTC).isoformat() if message.sent_date else ""
        recipients = ", ".join(each.name or each.email_address for each in message.recipients)
        headers = {"From": message.sender, "To": recipients, "Date": sent_at, "Subject": message.subject}
        for name, value in headers.items():
            if value:
                out.line(f"{name}: {' '.join(value.split())}")
        out.line()
        _add_body(out, message)
        for attachment in message.attachments:
            if attachment.file_bytes is None:
                out.warn("An attachment that is itself an Outlook item was left out.")
            elif not _is_shown_in_text(attachment):
                source.spool.add(attachment.file_name or "attachment", [attachment.file_bytes])
        out.fact("author", message.sender)
        out.fact("subject", message.subject)
        out.fact("sent_at", sent_at)
        return out.text()


def _is_shown_in_text(attachment: Attachment) -> bool:
    """Whether this is a picture within the text, such as the logo of a signature."""
    return (attachment.mime_type or "").startswith("image/") and bool(attachment.properties.str_prop_value(CONTENT_ID))


def _add_body(out: TextBuilder, message: Message) -> None:
    """The plain text where there is one, else HTML, else RTF: Outlook keeps one to three of them."""
    if (body := message.body) and body.strip():
        out.line(body.strip())
    elif html := message.html_body:
        parse(html).add_to(out)
    elif packed := message.properties.binary_prop_value(RTF_BODY):
        import compressed_rtf  # type: ignore[import-untyped]

        out.line(rtf_text(compressed_rtf.decompress(packed)).strip())
