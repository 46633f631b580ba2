"""What a name or a word of a question means in tables that call their columns differently."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backend.core.aggregation.aggregate import aggregate
from backend.core.finding import Finding
from backend.core.plan import Filters, Plan
from backend.core.text import Text
from backend.rows.findings import find_rows

from .making import Folder

ASHFORD = """Body Name,Directorate,Supplier Name,Payment Date,Amount
Ashford DC,Highways,Veolia,01/03/2025,100.00
Ashford DC,Education,Kier Highways,02/03/2025,50.00
Ashford DC,Highways,Kier Highways,03/03/2025,25.00
"""
MILTON = """department,supplier,date,amount
Highways,Biffa,2025-03-26,7.00
Education,Kier Highways,2025-03-27,3.00
"""
APRIL = "department,supplier,date,amount\nEducation,Kier Highways,2025-04-26,9.00\nParks,Biffa,2025-04-27,3.00\n"
BANK = "Date,Type,Details,Amount\n01/03/2025,Card,HIGHWAYS TOLL,4.00\n02/03/2025,Card,Baker,5.00\n"
DEZERNATE = "Dezernat;Lieferant;Datum;Betrag\nSchulen;A GmbH;01.03.2025;1,50\nBau;B GmbH;02.03.2025;2,50\n"
DIRECTIONS = "Direction;Fournisseur;Date;Montant\nVoirie;A SA;01/03/2025;1,50\nSports;B SA;02/03/2025;2,50\n"
AREAS = "Departamento;Proveedor;Fecha;Importe\nObras;A SL;01/03/2025;1,50\nSalud;B SL;02/03/2025;2,50\n"
PERSON_FIRST = """date,employee,merchant,amount
2026-03-02,Anna Berg,Hilton,100.00
2026-03-03,Tom Ray,Hilton,50.00
2026-03-04,Anna Berg,Staples,7.00
"""
MERCHANT_FIRST = """date,merchant,employee,amount
2026-03-02,Hilton,Anna Berg,100.00
2026-03-03,Hilton,Tom Ray,50.00
2026-03-04,Staples,Anna Berg,7.00
"""


def asked(folder: Folder, plan: Plan, **files: object) -> tuple[Finding, ...]:
    tables = folder.tables(**files)
    return find_rows(tables, {table.document_id: Text("") for table in tables}, plan).findings


def of_word(folder: Folder, word: str, **files: object) -> list[Decimal | None]:
    plan = Plan(operation="sum", what="spend", filters=Filters(words=(word,)))
    return [finding.value for finding in asked(folder, plan, **files)]


def test_a_department_is_found_in_the_column_of_each_table_that_holds_it(folder: Folder) -> None:
    assert of_word(folder, "highways", a_csv=ASHFORD) == [100, 25]
    assert of_word(folder, "highways", a_csv=ASHFORD, b_csv=MILTON) == [100, 25, 7]


@pytest.mark.parametrize(
    ("name", "paid"), [("Highways", [100, 25, 7]), ("Kier Highways", [50, 25, 3]), ("Kier", [50, 25, 3])]
)
def test_a_department_that_is_asked_for_like_a_name_is_one(folder: Folder, name: str, paid: list[int]) -> None:
    plan = Plan(operation="sum", what="total", filters=Filters(vendor=name))
    made = aggregate(plan, asked(folder, plan, a_csv=ASHFORD, b_csv=MILTON))
    assert [made.findings[index].value for index in made.counted] == paid


def test_a_table_of_the_same_departments_without_the_one_asked_for_has_no_row_of_it(folder: Folder) -> None:
    assert of_word(folder, "highways", a_csv=MILTON, b_csv=APRIL) == [7]


def test_a_table_that_knows_no_departments_is_searched_for_the_word(folder: Folder) -> None:
    assert of_word(folder, "highways", a_csv=MILTON, b_csv=BANK) == [7, 4]


def test_a_word_that_is_no_category_anywhere_is_sought_in_the_whole_row(folder: Folder) -> None:
    assert of_word(folder, "kier", a_csv=ASHFORD, b_csv=MILTON) == [50, 25, 3]


def test_a_category_asked_for_may_stand_in_another_column_than_the_first_of_categories(folder: Folder) -> None:
    lines = "Date,Expense type,Department,Amount\n2025-03-01,Fees,Parks,1.00\n2025-03-02,Fees,Roads,2.00\n"
    plan = Plan(operation="sum", what="spend", filters=Filters(category="roads"))
    assert [finding.category for finding in asked(folder, plan, a_csv=lines)] == ["Parks", "Roads"]


@pytest.mark.parametrize(
    ("content", "name", "groups"),
    [
        (ASHFORD, "department", ["Highways", "Education", "Highways"]),
        (ASHFORD, "service area", ["Highways", "Education", "Highways"]),
        (MILTON, "directorates", ["Highways", "Education"]),
        (DEZERNATE, "department", ["Schulen", "Bau"]),
        (DEZERNATE, "Fachbereich", ["Schulen", "Bau"]),
        (DIRECTIONS, "département", ["Voirie", "Sports"]),
        (AREAS, "departamento", ["Obras", "Salud"]),
        (BANK, "department", ["", ""]),
    ],
)
def test_a_department_has_many_names_and_is_no_other_category(
    folder: Folder, content: str, name: str, groups: list[str]
) -> None:
    plan = Plan(operation="sum", what="total", group_by=(name,))
    assert [finding.fields.get(name, "") for finding in asked(folder, plan, a_csv=content)] == groups


@pytest.mark.parametrize("content", [PERSON_FIRST, MERCHANT_FIRST])
def test_a_table_may_say_who_was_paid_and_who_spent(folder: Folder, content: str) -> None:
    plan = Plan(operation="sum", what="total", group_by=("employee",))
    found = asked(folder, plan, a_csv=content)
    assert [finding.vendor for finding in found] == ["Hilton", "Hilton", "Staples"]
    assert [finding.fields["employee"] for finding in found] == ["Anna Berg", "Tom Ray", "Anna Berg"]


@pytest.mark.parametrize("content", [PERSON_FIRST, MERCHANT_FIRST])
@pytest.mark.parametrize(
    ("name", "vendors"),
    [("Anna Berg", ["Anna Berg", "Tom Ray", "Anna Berg"]), ("Hilton", ["Hilton", "Hilton", "Staples"])],
)
def test_a_name_is_a_person_only_where_nobody_of_that_name_was_paid(
    folder: Folder, content: str, name: str, vendors: list[str]
) -> None:
    plan = Plan(operation="sum", what="spent", filters=Filters(vendor=name))
    assert [finding.vendor for finding in asked(folder, plan, a_csv=content)] == vendors


@pytest.mark.parametrize("header", ["Kaufhaus", "Detail", "Commerçant"])
def test_a_name_is_found_in_a_column_of_any_name_where_none_says_who_was_paid(folder: Folder, header: str) -> None:
    lines = f"Date,Employee,{header},Amount\n2026-03-02,Anna Berg,Hilton,1.50\n2026-03-03,Tom Ray,Staples,2.50\n"
    plan = Plan(operation="sum", what="spent", filters=Filters(vendor="Hilton"))
    assert [finding.vendor for finding in asked(folder, plan, a_csv=lines)] == ["Hilton", "Staples"]


def test_of_two_columns_of_description_the_plainer_names_whom_a_bank_paid(folder: Folder) -> None:
    lines = "Details,Date,Description,Amount\nDEBIT,2026-03-02,Hilton,-1.50\nDEBIT,2026-03-03,Staples,-2.50\n"
    found = asked(folder, Plan(operation="sum", what="spent"), a_csv=lines)
    assert [finding.vendor for finding in found] == ["Hilton", "Staples"]


def test_a_list_of_salaries_names_whom_it_pays(folder: Folder) -> None:
    salaries = "Month,Employee,Salary\n2025-03,Anna Berg,100.00\n2025-03,Tom Ray,50.00\n"
    found = asked(folder, Plan(operation="sum", what="total"), a_csv=salaries)
    assert [finding.vendor for finding in found] == ["Anna Berg", "Tom Ray"]


def test_a_column_that_says_only_name_goes_behind_one_that_says_whose(folder: Folder) -> None:
    lines = "Date,Name,Merchant,Amount\n2025-03-01,Anna,Hilton,1.00\n2025-03-02,Tom,Staples,2.00\n"
    found = asked(folder, Plan(operation="sum", what="total"), a_csv=lines)
    assert [finding.vendor for finding in found] == ["Hilton", "Staples"]
