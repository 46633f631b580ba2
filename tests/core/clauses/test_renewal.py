from __future__ import annotations

import pytest

from backend.core.clauses.clause import Wanted, judge, wanted
from backend.core.clauses.known import CLAUSES
from backend.core.clauses.renewal import RENEWAL

FRAME = "CONTRACT between A Ltd and B Ltd\n\n1. Fee. The fee is 100 EUR.\n2. Term. {}\n3. Law. Venue is Dover.\n"

BY_ITSELF = [
    "This Agreement shall automatically renew for successive one-year terms unless either party objects.",
    "The term will be extended by\nperiods of twelve months unless it is terminated with 60 days' notice.",
    "Unless cancelled in writing three months before its end, the lease is renewed for one more year.",
    "Auto-renewal: yes",
    "The subscription renews automatically.",
    "Der Vertrag verlängert sich stillschweigend um ein weiteres Jahr.",
    "Er verlängert sich um jeweils zwölf Monate, wenn er nicht mit einer Frist von drei Monaten gekündigt wird.",
    "Wird er nicht rechtzeitig gekündigt, so verlängert er sich um ein Jahr.",
    "Il est renouvelé par tacite reconduction pour un an.",
    "Le contrat est reconduit tacitement, sauf dénonciation trois mois avant le terme.",
    "El contrato se prorrogará automáticamente por periodos anuales.",
    "A su vencimiento se aplicará la tácita reconducción.",
]
NOT = [
    "This Agreement shall not renew automatically and ends on 31 May 2027.",
    "There is no automatic renewal.",
    "Automatic renewal: no",
    "The lease ends without any automatic extension.",
    "The parties may agree in writing to renew it.",
    "Eine stillschweigende Verlängerung findet nicht statt.",
    "Eine automatische Verlängerung ist ausgeschlossen.",
    "Der Vertrag verlängert sich nicht.",
    "Le contrat prend fin au terme, sans tacite reconduction.",
    "Il n'est pas renouvelé.",
    "El contrato no se prorrogará automáticamente.",
    "Termina sin posibilidad de prórroga.",
    "It runs for two years.",
]


@pytest.mark.parametrize("sentence", BY_ITSELF)
def test_a_contract_that_goes_on_by_itself_is_known_by_its_sentence(sentence: str) -> None:
    text = FRAME.format(sentence)
    stated = judge(Wanted(RENEWAL, True), text)
    assert stated.fits
    assert stated.place
    assert " ".join(sentence.split()) in " ".join(text[slice(*stated.place)].split())
    assert not judge(Wanted(RENEWAL, False), text).fits


@pytest.mark.parametrize("sentence", NOT)
def test_a_contract_that_ends_does_not(sentence: str) -> None:
    assert not judge(Wanted(RENEWAL, True), FRAME.format(sentence)).fits
    assert judge(Wanted(RENEWAL, False), FRAME.format(sentence)).fits


@pytest.mark.parametrize(
    ("meaning", "holding"),
    [
        ("renew by themselves", True),
        ("renews automatically", True),
        ("automatic renewal", True),
        ("verlängern sich automatisch", True),
        ("tacite reconduction", True),
        ("se renuevan automáticamente", True),
        ("do not renew automatically", False),
        ("without auto-renewal", False),
        ("nicht automatisch, verlängern sich", False),
        ("sans tacite reconduction", False),
        ("no se renuevan automáticamente", False),
        ("were renewed last year", None),
        ("mention a penalty", None),
        ("", None),
    ],
)
def test_what_a_person_means(meaning: str, holding: bool | None) -> None:
    found = wanted(CLAUSES, meaning)
    assert (found and (found.clause, found.holding)) == (None if holding is None else (RENEWAL, holding))


@pytest.mark.parametrize("hostile", ["renew " * 50_000, "renew" + "-" * 50_000, "a b " * 50_000, "\n" * 50_000])
def test_long_texts_take_no_long(hostile: str) -> None:
    assert not judge(Wanted(RENEWAL, True), hostile).fits
