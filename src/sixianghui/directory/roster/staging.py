"""The folder in which an uploaded roster waits: DATA/imports/<ref>, for its owner's eyes, for a week at most.

Holds the safe copy of the workbook, what was found in it, and how far reading or importing has come.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time as real
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from sixianghui.directory.roster import columns
from sixianghui.directory.roster.faults import Fault
from sixianghui.directory.roster.judging import Judgement
from sixianghui.directory.roster.layout import Table
from sixianghui.directory.roster.plan import Plan

UPLOADED, SAFE, PREVIEW, PROGRESS = "uploaded.xlsx", "safe.xlsx", "preview.json", "progress.json"
#: Seconds between two notes of progress.
_STEP = 0.2
_SAMPLES = 3


@dataclass(frozen=True)
class Mapped:
    """A sheet as it was read: its columns, what each was taken for, and some of what stands in them."""

    key: str
    name: str
    header: int
    columns: list[tuple[int, str, str, list[str]]]


@dataclass
class Preview:
    """What was found in a roster."""

    faults: list[Fault] = field(default_factory=list)
    plan: Plan = field(default_factory=Plan)
    sheets: list[Mapped] = field(default_factory=list)


def folder(ref: str) -> Path:
    """Where an import lies."""
    return Path(settings.DATA) / "imports" / ref


def keep(ref: str, file: IO[bytes]) -> None:
    """Keep an upload, readable by the server's user alone."""
    place = folder(ref)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    place.mkdir(mode=0o700)
    with _private(place / UPLOADED) as target:
        shutil.copyfileobj(file, target)


def only_safe(ref: str) -> None:
    """Let the upload itself go, once there is a safe copy."""
    (folder(ref) / UPLOADED).unlink(missing_ok=True)


def forget(ref: str) -> None:
    """Remove everything of an import."""
    shutil.rmtree(folder(ref), ignore_errors=True)


def all_refs() -> list[str]:
    """The imports that have a folder."""
    place = folder("x").parent
    return sorted(one.name for one in place.iterdir()) if place.is_dir() else []


def save_preview(ref: str, judgement: Judgement, tables: Iterable[Table]) -> None:
    """Keep what was found, for the page. Private numbers are not shown there, so they are left out."""
    plan = judgement.plan.to_json()
    for name in ("new_people", "changed_people", "unchanged_people"):
        plan[name] = [{**entry, **dict.fromkeys(columns.PRIVATE, "")} for entry in plan[name]]
    content = {
        "faults": [one.to_json() for one in judgement.faults],
        "plan": plan,
        "sheets": [_mapped(table) for table in tables],
    }
    _replace(folder(ref) / PREVIEW, content)
    for marked in folder(ref).glob("marked-*"):
        marked.unlink(missing_ok=True)


def preview(ref: str) -> Preview | None:
    """What was found, or None when there is nothing any more."""
    content = _read(folder(ref) / PREVIEW)
    if content is None:
        return None
    return Preview(
        [Fault.from_json(one) for one in content["faults"]],
        Plan.from_json(content["plan"]),
        [Mapped(**one) for one in content["sheets"]],
    )


def marked(ref: str, language: str, make: Callable[[IO[bytes]], None]) -> IO[bytes]:
    """The marked file, made when it is asked for the first time."""
    place = folder(ref) / f"marked-{language}.xlsx"
    if not place.exists():
        fresh = place.with_suffix(f".{os.getpid()}.{real.monotonic_ns()}")
        try:
            with _private(fresh) as target:
                make(target)
            fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)
    return place.open("rb")


class Progress:
    """Notes how far a job has come, now and then, where the page can read it."""

    def __init__(self, ref: str, stage: str, tell: Callable[[int, int, str], None]) -> None:
        self._ref, self._stage, self._tell, self._at = ref, stage, tell, float("-inf")

    def __call__(self, done: int, total: int) -> None:
        if real.monotonic() - self._at < _STEP and done < total:
            return
        self._at = real.monotonic()
        with contextlib.suppress(FileNotFoundError):  # discarded while it was being read
            _replace(folder(self._ref) / PROGRESS, {"stage": self._stage, "done": done, "total": total})
        self._tell(done, total, self._stage)


def progress(ref: str) -> dict[str, Any]:
    """How far it has come: `stage`, `done`, `total`."""
    return _read(folder(ref) / PROGRESS) or {"stage": "", "done": 0, "total": 0}


def _mapped(table: Table) -> dict[str, Any]:
    samples = [cells for _, cells in list(table.data())[:_SAMPLES]]
    return {
        "key": table.key,
        "name": table.name,
        "header": table.header,
        "columns": [
            (at, table.title(at), table.wanted.get(at, ""), table.shown(at, samples))
            for at in range(table.outline.last_column)
            if table.titles[at : at + 1] != [""] or table.shown(at, samples)
        ],
    }


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _replace(path: Path, content: object) -> None:
    """Write a file so that a reader sees the old one or the new one, never a piece."""
    fresh = path.with_suffix(f".{os.getpid()}.{real.monotonic_ns()}")
    with _private(fresh) as target:
        target.write(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
    fresh.replace(path)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
