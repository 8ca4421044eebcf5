from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def imports(settings: Any, tmp_path: Path) -> Path:
    """Jobs wait until `work_off()`; uploads lie in a folder of this test's own, which is returned."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    settings.DATA = tmp_path
    return tmp_path / "imports"
