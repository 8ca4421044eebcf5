"""Figures of the installation for Prometheus."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sixianghui.common import wire
from sixianghui.front.metrics import of_app
from sixianghui.operations import gauges
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
