from __future__ import annotations

import re

import pytest

from backend.settings import ROOT, Settings

DOCS = (ROOT / "docs" / "operation.md").read_text()
OTHER_NAMES = {"data_dir": "WINNOW_DATA", "database_url": "DATABASE_URL", "redis_url": "REDIS_URL"}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{OTHER_NAMES.get(name, f'WINNOW_{name.upper()}')}`" in DOCS


def test_no_setting_is_explained_that_does_not_exist() -> None:
    explained = set(re.findall(r"`WINNOW_(\w+)`", DOCS.split("## Settings")[1].split("For the installation")[0]))
    assert explained <= {name.upper() for name in Settings.model_fields} | {"DATA"}
