from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    """Keys and anchors of the test's own."""
    settings.DATA = tmp_path / "data"
    return tmp_path / "data"
