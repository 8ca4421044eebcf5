"""A data folder of the test's own: copies, keys and the list of the erased lie in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from sixianghui.vault import keyring


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    keyring.forget()
