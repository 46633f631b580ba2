"""Complaint: what is wrong with a request, in sentences: which field, what about it, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

MOST = 3  # that are named at once
COUNTED = 1_000  # above this they are only counted
SHOWN = 60  # characters of what was sent

Wrong = Mapping[str, Any]  # an error of pydantic's
KINDS = {bool: "true or false", list: "a list", dict: "an object", type(None): "nothing"}


def complaint(model: type[BaseModel], error: ValidationError) -> str:
    """The sentences for a request that is none of `model`."""
    if error.error_count() > COUNTED:  # telling of each would take long
        return f"{error.error_count():,} values of this request can not be used. Check how it is made."
    found = error.errors(include_url=False)
    told = [_sentence(model, wrong) for wrong in found[:MOST]]
    if len(found) > MOST:
        told.append(f"There is more to correct: {len(found) - MOST} other fields.")
    return " ".join(told)


def _sentence(model: type[BaseModel], wrong: Wrong) -> str:
    if not wrong["loc"]:
        return "What was sent has another form: send an object with fields."
    if wrong["type"] == "extra_forbidden":
        return _unknown(model, wrong)
    name, tell = _name(model, wrong["loc"]), SENTENCES.get(wrong["type"], _otherwise)
    told = tell(wrong)
    return f"{name[0].upper()}{name[1:]} {told}"


def _name(model: type[BaseModel], place: tuple[int | str, ...]) -> str:
    """The field as people call it, if they do, and as it is written."""
    written = f"`{'.'.join(map(str, place))}`"
    field = model.model_fields.get(str(place[0])) if len(place) == 1 else None
    return f"{field.title} ({written})" if field is not None and field.title else written


def _unknown(model: type[BaseModel], wrong: Wrong) -> str:
    name = ".".join(map(str, wrong["loc"]))
    if len(wrong["loc"]) > 1:
        return f"There is nothing called `{name}`. Leave it out, or check how it is written."
    known = ", ".join(f"`{each}`" for each in model.model_fields) or "nothing"
    return f"There is nothing called `{name}` here. Leave it out, or write it as one of {known}."


def _sent(wrong: Wrong) -> str:
    value = wrong["input"]
    if isinstance(value, str):
        return f"“{value[:SHOWN]}{'…' if len(value) > SHOWN else ''}”"
    if type(value) in (int, float):
        return str(value)
    return KINDS.get(type(value), "something else")


def _must_be(what: str) -> Callable[[Wrong], str]:
    return lambda wrong: f"must be {what}, not {_sent(wrong)}."


def _bound(words: str) -> Callable[[Wrong], str]:
    """`words` name the bound of pydantic's context."""
    return lambda wrong: f"is {wrong['input']}; it must be {words.format(**wrong['ctx'])}."


def _short(wrong: Wrong) -> str:
    least = wrong["ctx"]["min_length"]
    if not wrong["input"].strip():
        return "is empty. Write something there."
    return f"has {len(wrong['input'])} characters; write at least {least}."


def _long(unit: str) -> Callable[[Wrong], str]:
    def tell(wrong: Wrong) -> str:
        most = wrong["ctx"]["max_length"]
        return f"has {len(wrong['input']):,} {unit}; {most:,} are the most. Send fewer."

    return tell


def _one_of(wrong: Wrong) -> str:
    return f"is {_sent(wrong)}; it must be {wrong['ctx']['expected'].replace(chr(39), '')}."


def _own(wrong: Wrong) -> str:
    """What a validator of ours says is a sentence already."""
    return f"can not be used: {str(wrong['ctx']['error']).rstrip('.')}."


def _otherwise(wrong: Wrong) -> str:
    return f"can not be used: {wrong['msg'].rstrip('.')}."


SENTENCES: dict[str, Callable[[Wrong], str]] = {
    "missing": lambda _: "is missing. Add it.",
    "string_too_short": _short,
    "string_too_long": _long("characters"),
    "too_long": _long("entries"),
    "string_type": _must_be("text"),
    "string_pattern_mismatch": lambda wrong: f"can not be {_sent(wrong)}. Check how it is written.",
    "int_type": _must_be("a whole number"),
    "int_parsing": _must_be("a whole number"),
    "int_from_float": _must_be("a whole number"),
    "bool_type": _must_be("true or false"),
    "bool_parsing": _must_be("true or false"),
    "decimal_type": _must_be("a number"),
    "decimal_parsing": _must_be("a number"),
    "float_parsing": _must_be("a number"),
    "date_type": _must_be("a date like 2026-03-31"),
    "date_parsing": _must_be("a date like 2026-03-31"),
    "date_from_datetime_parsing": _must_be("a date like 2026-03-31"),
    "list_type": _must_be("a list"),
    "tuple_type": _must_be("a list"),
    "model_type": _must_be("an object with fields"),
    "model_attributes_type": _must_be("an object with fields"),
    "dict_type": _must_be("an object with fields"),
    "literal_error": _one_of,
    "greater_than_equal": _bound("at least {ge:,}"),
    "greater_than": _bound("more than {gt:,}"),
    "less_than_equal": _bound("at most {le:,}"),
    "less_than": _bound("less than {lt:,}"),
    "value_error": _own,
}
