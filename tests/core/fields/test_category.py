import pytest

from backend.core.fields.read import read_fields


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("GREEN VALLEY SUPERMARKET\nMilk 1.00", "groceries"),
        ("Bäckerei und Café Müller\nCappuccino 3,20", "restaurant"),
        ("Stadtparkhaus\nParkschein 3,50", "transport"),
        ("PAPETERIE DU CENTRE\nStylo 2,00", "office"),
        ("Cloud Nine Ltd\nWebhosting 12 months 60.00", "software"),
        ("Farmacia San Marco\nAspirina 5,00", "health"),
        ("Hotel Miramar\n2 nights 300.00", "travel"),
        ("Sunrise Insurance\nPolicy premium 120.00", "insurance"),
        ("Rent receipt\nTenant: J. Doe 900.00", "rent"),
    ],
)
def test_words_of_vendor_and_items_decide_the_category(text: str, category: str) -> None:
    found = read_fields(text).category
    assert found.value == category
    assert found.reasons[0].startswith("the words ")


def test_a_word_in_the_vendors_name_outweighs_an_item() -> None:
    assert read_fields("Harbour Hardware Ltd\nCoffee mug 5.00").category.value == "hardware"


def test_what_no_word_decides_is_other_and_says_so() -> None:
    found = read_fields("Zyx Ltd\nThing 1.00").category
    assert found.value == "other"
    assert found.reasons == ("Its words do not decide for one category.",)
    assert not found.confident
