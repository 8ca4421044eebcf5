"""Figures of the installation for Prometheus: written once a minute for `front`, which answers `/metrics`.

A figure names nobody. Rooms add theirs with `register_gauge`; one that fails is left out, so that its absence is seen.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection

from sixianghui.common import wire
from sixianghui.operations import clock
from sixianghui.operations.queries import backups
from sixianghui.tasks import public as tasks

log = logging.getLogger(__name__)
Ask = Callable[[], float | None]
_GAUGES: dict[str, tuple[str, Ask]] = {}


def register_gauge(name: str, text: str, ask: Ask) -> None:
    """Tell this figure too: `name` without the prefix, what it says in English; None: there is none now."""
    _GAUGES[name] = (text, ask)


def register() -> None:
    """Called when the app is ready."""
    register_gauge("jobs_waiting", "Jobs that could be done now.", lambda: tasks.counts().waiting)
    register_gauge(
        "jobs_later", "Jobs that are for later, or wait for their next try.", lambda: tasks.counts().later
    )
    register_gauge("jobs_running", "Jobs that are being done.", lambda: tasks.counts().running)
    register_gauge("jobs_failed", "Jobs that failed and are tried no more.", lambda: tasks.counts().failed)
    register_gauge("jobs_oldest_seconds", "How long the oldest job has waited.", _oldest)
    register_gauge(
        "workers", "Workers heard of lately.", lambda: sum(one.is_alive for one in tasks.workers())
    )
    register_gauge(
        "outgoing_open", "Things outside that somebody has to look at.", lambda: tasks.open_ones().count()
    )
    register_gauge("database_bytes", "Size of the database.", _database)
    register_gauge("database_wal_bytes", "Size of SQLite's write-ahead log.", _wal)
    register_gauge(
        "backup_proved_seconds", "How long ago a backup was last proved to be restorable.", _proved
    )
    register_gauge(
        "backup_too_old",
        "Whether that is longer ago than the site allows, or no backups are set up on a site that is no demo.",
        _too_old,
    )
    register_gauge(
        "backup_offsite_seconds", "How long ago a backup was last sent to the off-site place.", _sent
    )
    register_gauge(
        "backup_offsite_too_old",
        "Whether that is longer ago than the site allows, or was tried and never done.",
        lambda: float(backups.hours_unsent() is not None),
    )


def exposition() -> str:
    """All of them as Prometheus reads them."""
    lines = []
    for name, (text, ask) in sorted(_GAUGES.items()):
        try:
            value = ask()
        except Exception:  # the other figures are still worth having
            log.exception("figure %s", name)
            continue
        if value is not None:
            full = f"sixianghui_app_{name}"
            lines += [
                f"# HELP {full} {text}",
                f"# TYPE {full} gauge",
                f"{full} {value:g}" if value % 1 else f"{full} {value:.0f}",
            ]
    return "\n".join(lines) + "\n"


def write() -> None:
    """Lay them down where the fronts of this machine look. A routine, once a minute."""
    path: Path = settings.CONFIG.run / wire.GAUGES
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.write_text(exposition(), encoding="utf-8")
    fresh.replace(path)


def _oldest() -> float:
    oldest = tasks.counts().oldest
    return 0.0 if oldest is None else max(0.0, (tasks.now() - oldest).total_seconds())


def _proved() -> float | None:
    """None: never, or no backups are set up. The alert goes by `backup_too_old`, which then is 1 (of a demo without any: 0)."""
    proved = backups.last_proof() if settings.BACKUPS.is_set_up else None
    return None if proved is None else max(0.0, (clock.now() - proved).total_seconds())


def _too_old() -> float:
    if not settings.BACKUPS.is_set_up:
        return float(backups.are_missing())
    return float(backups.hours_too_old() is not None)


def _sent() -> float | None:
    """None: never to the place that is set up now, or none is."""
    sent = backups.last_sent() if settings.BACKUPS.is_set_up else None
    return None if sent is None else max(0.0, (clock.now() - sent).total_seconds())


def _database() -> float:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0])


def _wal() -> float | None:
    if connection.vendor != "sqlite":
        return None
    path = Path(f"{connection.settings_dict['NAME']}-wal")
    return float(path.stat().st_size) if path.exists() else 0.0
