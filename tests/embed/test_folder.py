from __future__ import annotations

from pathlib import Path

import pytest

from backend.embed.folder import PACKAGED, check_weights, model_folder
from backend.embed.tokens import load_tokens
from backend.errors import Unavailable


def test_the_default_model_is_in_its_package_with_the_official_weights() -> None:
    check_weights(model_folder(PACKAGED))


def test_a_model_may_be_a_folder(tmp_path: Path) -> None:
    assert model_folder(str(tmp_path)) == tmp_path


@pytest.mark.parametrize("name", ["nobody/has-this-model", "not a name", "../up"])
def test_a_model_that_is_not_on_this_machine_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(Unavailable, match=f"{name} is not on this machine"):
        model_folder(name)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(Unavailable, match="damaged"):
        check_weights(tmp_path)


def test_a_folder_without_a_tokenizer_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"tokenizer\.json"):
        load_tokens(str(tmp_path))
