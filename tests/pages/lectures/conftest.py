from __future__ import annotations

from tests.unit.lectures.conftest import house

__all__ = ["house"]
