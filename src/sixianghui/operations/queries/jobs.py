"""The page of jobs, and what the figures of the queue say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.paginator import Page, Paginator

from sixianghui.tasks import public as tasks

#: Rows of each list on one page.
PAGE = 20


@dataclass(frozen=True)
class Row:
    """A job and what its room is called."""

    job: tasks.Job
    room: str


@dataclass(frozen=True)
class Listed:
    """One page of a list of jobs, and which it is."""

    rows: list[Row]
    page: Page[Any]


def listed(rows: Any, number: str | None) -> Listed:
    """Page `number` of these rows; the nearest there is."""
    page = Paginator(rows, PAGE).get_page(number)
    return Listed([Row(job, room_word(job.room)) for job in tasks.shown(page.object_list)], page)


def room_word(room: str) -> str:
    """What a room is called; its own name where it is none of ours."""
    return str(apps.get_app_config(room).verbose_name) if room in apps.app_configs else room
