"""The five rooms of the invented base, in the order of the tour."""

from __future__ import annotations

from collections.abc import Callable

from tools.base.books import reading
from tools.base.kit import Room
from tools.base.people import oath, pioneers
from tools.base.walls import activities, live

ROOMS: tuple[Callable[[], Room], ...] = (live, activities, oath, pioneers, reading)
