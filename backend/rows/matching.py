"""Matching: which rows of tables a name or a word of a question means, wherever each table keeps it.

One office writes "Highways" under "Directorate", another under "Service area"; and a supplier may be called that too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from backend.core.aggregation.filtering import same_vendor
from backend.core.topics import fold, has_words
from backend.rows.facts import Facts

Texts = tuple[str, ...]


def vendors(every: Sequence[Facts], wanted: str) -> list[Texts]:
    """For each table who each row is about: whom was paid, unless the name that is wanted is only known as a person, or
    stands in a column that does not say what it holds where none is of those who were paid, or is exactly what rows are
    sorted by, such as a department.
    """
    found = [facts.texts("vendor") for facts in every]
    names = frozenset(fold(part) for part in wanted.split("|"))
    paid = [texts for texts, facts in zip(found, every, strict=True) if facts.roles.named("vendor")]
    if not wanted or any(names & _vocabulary(texts) for texts in paid):
        return found
    sorted_by = [[cells for cells in _labels(facts) if names & _vocabulary(cells)] for facts in every]
    if not any(sorted_by) and any(_holds_vendor(texts, wanted) for texts in paid):
        return found
    for place, facts in enumerate(every):
        others = () if facts.roles.named("vendor") else facts.roles.named("description", "")
        candidates = map(facts.cells, (*facts.roles.named("person"), *others))
        named = (cells for cells in candidates if _holds_vendor(cells, wanted))
        found[place] = next(chain(sorted_by[place], named), found[place])
    return found


def categories(every: Sequence[Facts], wanted: str) -> list[Texts]:
    """For each table the category of each row, in the column that holds the wanted one where one does."""
    if not wanted:
        return [facts.texts("category") for facts in every]
    return [
        next((cells for cells in _labels(facts) if fold(wanted) in _vocabulary(cells)), facts.texts("category"))
        for facts in every
    ]


@dataclass(frozen=True)
class Meaning:
    """What one word means in one table: a row of it says one of `exact` in a column of labels, or one of `words`.

    `texts` are what each row says, where `words` are sought.
    """

    exact: frozenset[str]
    labels: tuple[Texts, ...]
    words: str
    texts: Texts

    def fits(self, index: int) -> bool:
        if self.exact:
            return any(fold(cells[index]) in self.exact for cells in self.labels)
        return has_words(self.texts[index], [self.words])


def meanings(every: Sequence[Facts], word: str) -> list[Meaning]:
    """What a word means in each table. One that is a category means its rows, not the others that happen to say it;
    also in tables that have such categories, but none of its rows. Elsewhere the whole row is looked at.
    """
    parts = frozenset(fold(part) for part in word.split("|"))
    labels = [list(_labels(facts)) for facts in every]
    vocabularies = [[_vocabulary(cells) for cells in columns] for columns in labels]
    kin = {text for each in vocabularies for known in each if parts & known for text in known} - parts - {""}
    found = []
    for facts, columns, known in zip(every, labels, vocabularies, strict=True):
        holding = tuple(cells for cells, texts in zip(columns, known, strict=True) if parts & texts)
        related = [cells for cells, texts in zip(columns, known, strict=True) if kin & texts]
        texts = () if holding else tuple(map(" | ".join, zip(*related, strict=True))) if related else facts.words()
        found.append(Meaning(parts if holding else frozenset(), holding, word, texts))
    return found


def _labels(facts: Facts) -> Iterator[Texts]:
    """The columns that sort the rows: categories, and those of words whose meaning is not known."""
    for column in dict.fromkeys((*facts.roles.named("category"), *facts.roles.named(""))):
        yield facts.cells(column)


def _vocabulary(cells: Texts) -> frozenset[str]:
    return frozenset(map(fold, set(cells)))


def _holds_vendor(cells: Texts, wanted: str) -> bool:
    return any(same_vendor(wanted, cell) for cell in set(cells))
