"""`sixianghui figures`."""

from __future__ import annotations

import json

import pytest

from sixianghui.project import figures

pytestmark = pytest.mark.django_db


def test_figures_when_the_site_is_new_then_those_without_a_value_are_told_with_a_dash(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert figures.run(as_json=True) == 0
    rows = json.loads(capsys.readouterr().out)
    without = {row["name"] for row in rows if row["value"] is None}
    assert without

    assert figures.run(as_json=False) == 0
    told = dict(line.split()[:2] for line in capsys.readouterr().out.splitlines())
    assert {name for name, value in told.items() if value == "—"} == without
    assert len(told) == len(rows)
