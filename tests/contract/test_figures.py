"""Every figure says what it counts, and counts it by a query."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.apps import apps
from django.db.models import QuerySet
from django.utils import translation

from sixianghui.ledger.public import WHOLE, Column, Figure, Method, all_figures

#: Measure words that Chinese has for what we count.
MEASURES = {
    "人",
    "人次",
    "篇",
    "场",
    "家",
    "个",
    "次",
    "条",
    "份",
    "件",
    "项",
    "处",
    "分钟",
    "小时",
    "册",
    "名",
}


def faults(figure: Figure) -> list[str]:
    """What is wrong with a figure."""
    found = []
    if figure.room not in {config.label for config in apps.get_app_configs()}:
        found.append("its name does not begin with a room")
    with translation.override("zh-hans"):
        texts = (
            figure.label,
            figure.sentence,
            figure.one_is,
            *(getattr(figure.method, part.name) for part in dataclasses.fields(Method)),
        )
        if not all(str(text).strip() for text in texts):
            found.append("a text is missing")
        if not str(figure.sentence).rstrip().endswith("。"):
            found.append("its sentence is no sentence")
        if str(figure.measure) not in MEASURES:
            found.append(f"{figure.measure} is no measure word")
    rows: Any = figure.rows(WHOLE)
    if not isinstance(rows, QuerySet):
        found.append("its evidence is no query")
    elif rows.query.is_sliced or rows.query.distinct_fields:
        found.append("its evidence is cut")
    return [f"{figure.name}: {fault}" for fault in found]


@pytest.mark.django_db
def test_figures_when_registered_then_are_well_formed() -> None:
    assert all_figures() != []
    assert [fault for figure in all_figures() for fault in faults(figure)] == []


@pytest.mark.django_db
def test_figures_when_shown_then_every_row_fills_every_column() -> None:
    for figure in all_figures():
        for row in figure.rows(WHOLE)[:3]:
            assert [column.value(row) for column in figure.columns]


@pytest.mark.django_db
def test_figures_when_one_is_malformed_then_is_found() -> None:
    bad = Figure(
        name="nowhere.things", label="东西", sentence="没有句号", measure="斤", one_is="", method=Method("算", "不算", "不知"),
        version=1, evidence=lambda scope: [1, 2, 3], columns=(Column("name", "名称", "name"),),  # type: ignore[arg-type,return-value]
    )  # fmt: skip
    assert faults(bad) == [
        "nowhere.things: its name does not begin with a room",
        "nowhere.things: a text is missing",
        "nowhere.things: its sentence is no sentence",
        "nowhere.things: 斤 is no measure word",
        "nowhere.things: its evidence is no query",
    ]
