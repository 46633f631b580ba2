"""The clauses that rules can judge."""

from __future__ import annotations

from backend.core.clauses.payment import PAYMENT
from backend.core.clauses.renewal import RENEWAL

CLAUSES = (RENEWAL, PAYMENT)
