"""Figures of the installation for Prometheus."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sixianghui.common import wire
from sixianghui.front.metrics import of_app
from sixianghui.operations import clock, gauges
from sixianghui.operations.models import Backup
from tests.contract.house import ROOT

pytestmark = pytest.mark.django_db


def names(text: str) -> set[str]:
    return set(re.findall(r"^# TYPE sixianghui_app_(\w+) gauge$", text, re.M))


def test_figures_when_laid_down_then_front_reads_them_until_they_are_old(
    tmp_path: Path, settings: Any
) -> None:
    settings.CONFIG = SimpleNamespace(run=tmp_path / "run")
    assert of_app(tmp_path / "run") == b""
    gauges.write()
    text = of_app(tmp_path / "run").decode()
    assert "sixianghui_app_jobs_failed 0" in text
    assert float(re.findall(r"^sixianghui_app_database_bytes (\d+)$", text, re.M)[0]) > 100_000
    old = (tmp_path / "run" / wire.GAUGES).stat().st_mtime - wire.GAUGES_SECONDS - 1
    os.utime(tmp_path / "run" / wire.GAUGES, (old, old))
    assert of_app(tmp_path / "run") == b""


def test_figure_when_it_fails_or_there_is_none_then_the_others_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails() -> float:
        raise ValueError

    monkeypatch.setattr(gauges, "_GAUGES", {})
    gauges.register_gauge("bad", "Bad.", fails)
    gauges.register_gauge("none", "None.", lambda: None)
    gauges.register_gauge("good", "Good.", lambda: 1.5)
    assert gauges.exposition().splitlines()[-1] == "sixianghui_app_good 1.5"
    assert names(gauges.exposition()) == {"good"}


def test_figures_when_told_then_each_is_in_the_reference() -> None:
    told = (ROOT / "docs" / "reference" / "metrics.md").read_text(encoding="utf-8")
    assert [name for name in gauges._GAUGES if f"`sixianghui_app_{name}`" not in told] == []
    engine = (ROOT / "src" / "sixianghui" / "front" / "engine.py").read_text(encoding="utf-8")
    ours = re.findall(r'"(\w+)",\s+"(?:gauge|counter)"', engine)
    assert len(ours) > 20
    assert [name for name in ours if f"`sixianghui_front_{name}`" not in told] == []


def of_the_place_elsewhere() -> dict[str, float]:
    """What is told of the copy elsewhere."""
    told = re.findall(r"^sixianghui_app_backup_offsite_(\w+) (\S+)$", gauges.exposition(), re.M)
    return {name: float(value) for name, value in told}


def test_figures_when_a_place_elsewhere_is_set_up_then_tell_how_long_ago_something_came_there(
    tmp_path: Path, settings: Any
) -> None:
    at = clock.now() - dt.timedelta(hours=30)
    Backup.objects.create(began_at=at, ended_at=at, verified_at=at, offsite_at=at, name="one")
    settings.BACKUPS = replace(settings.BACKUPS, folder=tmp_path, max_age_hours=31, offsite=None)
    assert of_the_place_elsewhere() == {"too_old": 0}
    settings.BACKUPS = replace(settings.BACKUPS, offsite=tmp_path)
    assert of_the_place_elsewhere() == {"seconds": pytest.approx(30 * 3600, abs=60), "too_old": 0}
    settings.BACKUPS = replace(settings.BACKUPS, max_age_hours=29)
    assert of_the_place_elsewhere()["too_old"] == 1
    Backup.objects.update(offsite_at=None, offsite_fault="异地存储连不上（X）。")
    assert of_the_place_elsewhere() == {"too_old": 1}
