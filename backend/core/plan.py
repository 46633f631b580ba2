"""Plan: what a map-reduce job will count and read, fixed before anything is read, shown with the answer, editable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Operation = Literal["sum", "count", "average", "minimum", "maximum", "median", "distinct", "list", "summary"]
Per = Literal["document", "row", "mention"]
Order = Literal["largest", "smallest", "latest", "earliest"]

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
PERIODS = frozenset({"day", "week", "month", "quarter", "year"})
TIMES = PERIODS | {"weekday"}


class Filters(BaseModel):
    """What must hold for a finding to count. Words must all stand in the document or row; one may name alternatives
    with "|" between them, as `vendor` may.

    Dates, `value_from` and `value_to` are inclusive; `value_above` and `value_below` are not ("over 100"). `meaning` is
    a condition in words that no rule can judge ("renews by itself"): each document is read for it. What is from or to
    one of `without_vendors`, or says one of `without_words`, is left out.
    """

    model_config = ConfigDict(frozen=True)

    date_from: date | None = None
    date_to: date | None = None
    weekdays: tuple[Weekday, ...] = ()
    words: tuple[str, ...] = ()
    vendor: str = ""
    category: str = ""
    unit: str = ""
    value_from: Decimal | None = None
    value_to: Decimal | None = None
    value_above: Decimal | None = None
    value_below: Decimal | None = None
    meaning: str = ""
    without_vendors: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()


class Plan(BaseModel):
    """`what` names in words the thing that is counted ("total paid"). One finding is made `per` document, row, mention.

    `group_by` holds "category", "vendor", "unit", one of TIMES, or the name of any field. `top` limits a ranking ("the
    five largest"); None shows everything; `order` says from which end it counts, of a list also by date.
    `each` makes the totals of each month (or of another group) the values: "average" with each "month" is what an
    average month came to.
    "distinct" counts the different values of the field that `what` names ("vendor").
    """

    model_config = ConfigDict(frozen=True)

    operation: Operation
    what: str = ""
    per: Per = "document"
    group_by: tuple[str, ...] = ()
    filters: Filters = Field(default_factory=Filters)
    top: int | None = None
    order: Order = "largest"
    each: str = ""
