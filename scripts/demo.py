"""Make the collection `demo`: a dozen invented documents of several kinds, sent through the API as any script would.

Among them are a duplicate and a broken file, to see what becomes of those. Does nothing when there is a `demo` already.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from email.message import EmailMessage
from pathlib import Path

import docx
import urllib3

from backend import private
from backend.errors import Conflict, WinnowError
from backend.settings import handed_over
from backend.supervise import lock, signin
from backend.supervise.options import settings_for

SHOPS = (
    ("Corner Bakery", "2026-03-02", (("Rye bread", "4.20"), ("Two croissants", "3.80")), "8.00"),
    ("Hill Hardware", "2026-03-09", (("Cordless drill", "89.00"), ("Screws, 200", "7.45")), "96.45"),
    ("Station Books", "2026-04-14", (("Atlas of birds", "32.50"),), "32.50"),
)
CONTRACT = (
    "This agreement is made between Larkspur Orchards and the Riverside Cooperative on 12 January 2026.",
    "The Cooperative buys four tonnes of apples every September at a price of 1,150.00 EUR per tonne.",
    "Either side may end this agreement in writing with a notice of ninety days.",
    "Fruit that arrives bruised may be returned within three days of delivery.",
)
READINGS = (
    "date,meter,kwh,cost_eur\n2026-01-31,barn,412,119.48\n2026-02-28,barn,377,109.33\n2026-03-31,barn,298,86.42\n"
)
MINUTES = """# Meeting of 18 April 2026

Present: Ada, Bruno, Chiyo.

## Decisions
- The new cold store is ordered from Northwind; it is to be running by August.
- Bruno renews the insurance of the van before the end of May.

## Open
- Chiyo asks three firms for an offer to repair the roof.
"""
PAGE = """<!doctype html><title>Storing apples</title><h1>Storing apples</h1>
<p>Apples keep longest at one degree, in air that is moist. A cellar is good; a kitchen is too warm.</p>
<p>Never store apples beside potatoes: both age faster.</p>"""
NOTE = r"{\rtf1\ansi The spare key of the cold store hangs behind the blue door.}"
BEEKEEPING = (
    "Beekeeping notes, spring 2026",
    "Hive two swarmed on 9 May and was caught in the pear tree.",
    "Hive one gave eleven kilograms of honey in June.",
)


def main() -> int:
    private.keep()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder of the running Winnow")
    settings = settings_for(**handed_over(), data_dir=parser.parse_args().data)
    try:
        running = lock.holder(settings.data_dir)
        if running is None:
            raise Conflict(f"No Winnow runs on {settings.data_dir}. Start it with ./start.sh --demo.")
        key = signin.secret(settings, "api", "demo")
        try:
            make(running.url, key)
        finally:
            signin.revoke(settings, key)
    except (WinnowError, urllib3.exceptions.HTTPError) as error:
        sys.stderr.write(f"The collection demo was not made: {error}\n")
        return 1
    return 0


def make(url: str, key: str) -> None:
    """The collection with its files, unless there is one of that name."""
    headers = {"Authorization": f"Bearer {key}"}
    about = {"name": "demo", "description": "Invented documents to try Winnow with."}
    made = urllib3.request("POST", f"{url}/api/v1/collections", json=about, headers=headers)
    if made.status == 409:
        return
    fields = [("file", file) for file in documents().items()]
    address = f"{url}/api/v1/collections/{made.json()['id']}/files"
    sent = urllib3.request("POST", address, fields=fields, headers=headers)
    if sent.status != 202:
        raise Conflict(str(sent.json().get("detail")))


def documents() -> dict[str, bytes]:
    """Name and content of every file."""
    receipts = {f"receipts/{date} {shop}.txt": receipt(shop, date, rows, total) for shop, date, rows, total in SHOPS}
    first = next(iter(receipts.values()))
    return {
        **receipts,
        "receipts/copy of a receipt.txt": first,
        "contract.docx": contract(),
        "beekeeping.pdf": pdf(BEEKEEPING),
        "electricity.csv": READINGS.encode(),
        "minutes.md": MINUTES.encode(),
        "apples.html": PAGE.encode(),
        "key.rtf": NOTE.encode(),
        "orders.json": json.dumps([{"order": 71, "fruit": "pears", "crates": 6}, {"order": 72, "crates": 9}]).encode(),
        "mail/roof.eml": mail(),
        "broken.pdf": b"%PDF-1.7\nthis is where the file was cut off",
    }


def receipt(shop: str, date: str, rows: tuple[tuple[str, str], ...], total: str) -> bytes:
    lines = [shop, date, "", *(f"{what:<24}{price:>8} EUR" for what, price in rows), f"{'Total':<24}{total:>8} EUR", ""]
    return "\n".join(lines).encode()


def contract() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_heading("Supply agreement", 1)
    for clause in CONTRACT:
        document.add_paragraph(clause)
    document.save(file)
    return file.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["From"] = "Offers <offers@sturdy-roofs.example>"
    message["To"] = "Chiyo <chiyo@larkspur.example>"
    message["Date"] = "Mon, 20 Apr 2026 09:15:00 +0000"
    message["Subject"] = "Your roof"
    message.set_content("We repair the roof of the barn for 6,480.00 EUR and can begin on 15 June.\n")
    return message.as_bytes()


def pdf(lines: tuple[str, ...]) -> bytes:
    """A page of Helvetica."""
    text = "BT /F1 12 Tf 72 770 Td 18 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    )
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()


if __name__ == "__main__":
    sys.exit(main())
