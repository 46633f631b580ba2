"""Plan: what a map-reduce job will count and read, fixed before anything is read, shown with the answer, editable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Operation = Literal["sum", "count", "average", "minimum", "maximum", "median", "distinct", "list", "summary"]
Per = Literal["document", "row", "mention"]


class Filters(BaseModel):
    """What must hold for a finding to count. Dates are inclusive; words must all stand in the document or row."""

    model_config = ConfigDict(frozen=True)

    date_from: date | None = None
    date_to: date | None = None
    words: tuple[str, ...] = ()
    vendor: str = ""
    category: str = ""
    unit: str = ""
    value_from: Decimal | None = None
    value_to: Decimal | None = None


class Plan(BaseModel):
    """`what` names in words the thing that is counted ("total paid"). One finding is made `per` document, row or mention.

    `group_by` holds "category", "month", "quarter", "year", "vendor", "unit", or the name of any field. `top` limits a
    ranking ("the five largest"); None shows everything.
    """

    model_config = ConfigDict(frozen=True)

    operation: Operation
    what: str = ""
    per: Per = "document"
    group_by: tuple[str, ...] = ()
    filters: Filters = Field(default_factory=Filters)
    top: int | None = None
