"""Tables as different offices write them, with the truth known."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import openpyxl

from backend.core.plan import Plan
from backend.rows.compute import compute
from backend.rows.read import read
from backend.rows.result import RowsResult
from backend.rows.source import Source
from backend.rows.table import Table

CENT = Decimal("0.01")


class Folder:
    """A folder whose files are tables."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def source(
        self, name: str, content: str | bytes | Sequence[Sequence[object]] | Callable[[openpyxl.Workbook], object]
    ) -> Source:
        """Text, bytes, the rows of one sheet, or what fills a workbook."""
        path = self.path / name
        if callable(content):
            book = openpyxl.Workbook()
            content(book)
            book.save(path)
        elif isinstance(content, str | bytes):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        else:
            return self.source(name, lambda book: [book.active.append(list(row)) for row in content])
        return Source(name, name, path, path.suffix[1:])

    def tables(self, **files: object) -> list[Table]:
        """Tables of files given as name_suffix=content."""
        named = {name[::-1].replace("_", ".", 1)[::-1]: content for name, content in files.items()}
        return [table for name, content in named.items() for table in read(self.source(name, content))]  # type: ignore[arg-type]

    def table(self, **files: object) -> Table:
        """The only table of the only file."""
        (table,) = self.tables(**files)
        return table

    def compute(self, operation: str, *, what: str = "", group_by: Sequence[str] = (), **files: object) -> RowsResult:
        """One plan over all the files."""
        plan = Plan(operation=operation, what=what, per="row", group_by=tuple(group_by))  # type: ignore[arg-type]
        return compute(self.tables(**files), plan)


@dataclass(frozen=True)
class Language:
    """`names` are the columns: date, vendor, category, amount."""

    names: tuple[str, str, str, str]
    total: str
    decimal: str
    thousands: str
    day: str
    delimiter: str
    encoding: str = "utf-8"


LANGUAGES = (
    Language(("Date", "Supplier", "Expense type", "Amount (£)"), "Total", ".", ",", "%d/%m/%Y", ",", "cp1252"),
    Language(("Payment Date", "Beneficiary", "Cost Centre", "Amount"), "Grand Total", ".", "", "%Y-%m-%d", ","),
    Language(("Posted", "Payee", "Category", "Amount USD"), "TOTAL:", ".", ",", "%m/%d/%Y", ","),
    Language(
        ("Buchungsdatum", "Empfänger", "Kostenstelle", "Betrag EUR"), "Gesamtsumme", ",", ".", "%d.%m.%Y", ";", "cp1252"
    ),
    Language(("Date", "Fournisseur", "Rubrique", "Montant (€)"), "Total général", ",", "\u202f", "%d/%m/%Y", ";"),
    Language(("Fecha", "Proveedor", "Partida", "Importe"), "Suma total", ",", ".", "%d-%m-%Y", ";", "utf-8-sig"),
    Language(("Data", "Fornitore", "Centro di costo", "Importo"), "Totale", ",", ".", "%d/%m/%Y", "\t"),
    Language(("Datum", "Leverancier", "Kostenplaats", "Bedrag"), "Totaal", ",", ".", "%d-%m-%Y", ";"),
    Language(("Data operacji", "Kontrahent", "Kategoria", "Kwota"), "Razem", ",", " ", "%d.%m.%Y", ";"),
    Language(("Datum", "Leverantör", "Avdelning", "Belopp"), "Summa", ",", " ", "%Y-%m-%d", "\t"),
    Language(("Date", "Vendor Name", "Department", "Net Value"), "Subtotal", ".", "'", "%d %b %Y", "|"),
)
VENDORS = (
    "Total Energies",
    "Smith, Jones & Co",
    "Müller GmbH",
    "O'Neill Ltd",
    "Acme",
    "Sum Group",
    "3 Rivers",
    "Ångström AB",
)
CATEGORIES = ("Parks", "Roads", "Schools", "Housing")


@dataclass
class Made:
    """A made-up table as cells, and what is true of it."""

    language: Language
    rows: list[tuple[dt.date, str, str, Decimal]]
    by_month: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    by_vendor: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def __post_init__(self) -> None:
        for day, vendor, _, amount in self.rows:
            self.by_month[f"{day:%Y-%m}"] += amount
            self.by_vendor[vendor] += amount

    @property
    def total(self) -> Decimal:
        return sum((amount for *_, amount in self.rows), Decimal(0))


def make(chance: random.Random) -> Made:
    """Some dozen payments over some months, by department and day, with a few refunds and true duplicates."""
    language = chance.choice(LANGUAGES)
    first = dt.date(chance.randint(2015, 2025), chance.randint(1, 12), 1)
    rows = []
    for category in CATEGORIES[: chance.randint(2, 4)]:
        days = sorted(first + dt.timedelta(chance.randint(0, 200)) for _ in range(chance.randint(8, 20)))
        for day in days:
            cents = chance.choice([chance.randint(100, 99_999), chance.randint(100_000, 999_999_999)])
            amount = Decimal(cents).scaleb(-2) * (-1 if chance.random() < 0.1 else 1)
            rows.append((day, chance.choice(VENDORS), category, amount))
            if chance.random() < 0.03:
                rows.append(rows[-1])
    return Made(language, rows)


def layout(made: Made, chance: random.Random, shown: Callable[[object], object]) -> list[list[object]]:
    """The table as rows of cells with titles, subtotals, blank lines, a total and notes, as chance wants."""
    names, total = made.language.names, made.language.total
    lines: list[list[object]] = []
    if chance.random() < 0.5:
        lines += [["Payments over £500"], *[[]] * chance.randint(0, 2)]
    lines.append(list(names))
    subtotals, headings, again = (chance.random() < share for share in (0.4, 0.3, 0.2))
    for category in dict.fromkeys(row[2] for row in made.rows):
        block = [row for row in made.rows if row[2] == category]
        if headings:
            lines.append([category])
        lines += [[shown(cell) for cell in row] for row in block]
        if subtotals:
            lines.append([f"{category} {total.split()[-1].strip(':')}", "", "", shown(sum(row[3] for row in block))])
            lines += [[]] * chance.randint(0, 1)
        if again:
            lines.append(list(names))
    if subtotals or chance.random() < 0.5:
        lines += [*[[]] * chance.randint(0, 1), [total, "", "", shown(made.total)]]
    if chance.random() < 0.3:
        lines += [[], ["Source: ledger, extracted monthly"]]
    return lines


def as_csv(made: Made, chance: random.Random) -> bytes:
    language = made.language
    negative = chance.choice(["-{}", "({})", "{}-"])

    def shown(cell: object) -> str:
        if isinstance(cell, dt.date):
            return cell.strftime(language.day)
        if isinstance(cell, Decimal):
            whole, cents = f"{abs(cell):,.2f}".split(".")
            number = whole.replace(",", language.thousands) + language.decimal + cents
            return negative.format(number) if cell < 0 else number
        return str(cell)

    def quoted(cell: str) -> str:
        return f'"{cell}"' if language.delimiter in cell or '"' in cell else cell

    lines = [language.delimiter.join(quoted(str(cell)) for cell in line) for line in layout(made, chance, shown)]
    return "\r\n".join(lines).encode(language.encoding, errors="replace")


def as_rows(made: Made, chance: random.Random) -> list[list[object]]:
    """Cells of a sheet: dates and numbers as the spreadsheet's own, or dates as its bare day numbers."""
    serial = chance.random() < 0.2

    def shown(cell: object) -> object:
        if isinstance(cell, Decimal):
            return float(cell)
        return (cell - dt.date(1899, 12, 30)).days if serial and isinstance(cell, dt.date) else cell

    return layout(made, chance, shown)


def as_jsonl(made: Made) -> str:
    lines = []
    for day, vendor, category, amount in made.rows:
        head = json.dumps({"created_at": f"{day}T10:00:00Z", "supplier": {"name": vendor}, "category": category})
        lines.append(f'{head[:-1]}, "amount": {amount}}}')
    return "\n".join(lines)
