"""Receivers: each calls one command."""

from __future__ import annotations

from typing import Any

from django.db import router

from sixianghui.reports import commands
from sixianghui.reports.models import Template


def migrated(using: str = "default", **_signal: Any) -> None:
    """The tables are there: the templates that come with the house are entered."""
    if router.allow_migrate_model(using, Template):
        commands.install()
