"""The embedding model's tokenizer alone: counts tokens without loading torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from backend.embed.folder import model_folder
from backend.errors import Unavailable


@dataclass(frozen=True)
class ModelTokens:
    """Sees the whole of every text."""

    tokenizer: Tokenizer
    padding: int = 0  # the id that fills up a batch; the model does not look at it
    unknown: int | None = None  # the id of all that the model has no token for

    def offsets(self, text: str) -> Sequence[tuple[int, int]]:
        """Where each token of the whole text starts and ends, in characters; no special tokens."""
        offsets: list[tuple[int, int]] = self.tokenizer.encode(_encodable(text), add_special_tokens=False).offsets
        return offsets

    def ids(self, text: str) -> list[int]:
        """The number of each token of the whole text; no special tokens."""
        [found] = self.tokenizer.encode_batch_fast([_encodable(text)], add_special_tokens=False)  # without the places
        ids: list[int] = found.ids
        return ids

    def frame(self, prompt: str) -> tuple[list[int], list[int]]:
        """The special tokens, and the prompt's, that the model wants before and after a text."""
        bare, framed = self.ids(prompt), self.tokenizer.encode(prompt).ids
        before = next(start for start in range(len(framed) + 1) if framed[start : start + len(bare)] == bare)
        if not bare:  # nothing marks the place of the text: the last special token closes it
            before = max(0, len(framed) - 1)
        return framed[: before + len(bare)], framed[before + len(bare) :]


def load_tokens(model: str) -> ModelTokens:
    """The tokenizer of the model of this name. Raises Unavailable when it is not there."""
    file = model_folder(model) / "tokenizer.json"
    if not file.is_file():
        raise Unavailable(f"The embedding model {model} has no tokenizer.json. Give a model that has one.")
    tokenizer = Tokenizer.from_file(str(file))
    padding = (tokenizer.padding or {}).get("pad_id", 0)
    tokenizer.no_truncation()  # the packaged file asks for 128 and 128: counts would lie
    tokenizer.no_padding()
    unknown = getattr(tokenizer.model, "unk_token", None)
    return ModelTokens(tokenizer, padding, tokenizer.token_to_id(unknown) if unknown else None)


def _encodable(text: str) -> str:
    """The text with each lone surrogate, which no encoding has, replaced by one other character."""
    return text.encode("utf-8", "replace").decode("utf-8")
