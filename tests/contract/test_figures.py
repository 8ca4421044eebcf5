"""Every figure says what it counts, and counts it by a query."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.apps import apps
from django.db.models import QuerySet
from django.utils import translation

from sixianghui.ledger.public import (
    WHOLE,
    Column,
    Figure,
    Group,
    Method,
    Reading,
    Sees,
    all_figures,
    grouped,
    in_every_way,
    registry,
)
from sixianghui.ledger.rules import disclose

#: Measure words that Chinese has for what we count.
MEASURES = {
    "人",
    "人次",
    "篇",
    "场",
    "堂",
    "家",
    "人·分钟",
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
    "个工作日",
}

#: Plain counts: no time to draw them over and nothing that readers would break them down by.
PLAIN = {
    "directory.league_branches": "one kind of unit, and when each was entered is not kept",
    "directory.league_members": "one status, and of whom is nobody's business",
}
#: Where invented units are not left out, and why that is right.
WITH_SAMPLES = {
    "channel.articles": "counts what the channel published, whoever it tells of",
    "channel.columns": "columns belong to no unit",
    "channel.contributed": "counts what the channel published, whoever sent it",
    "channel.corrections": "counts what the channel put right",
    "channel.readers": "counts what the channel published",
    "channel.reads": "counts what the channel published",
    "channel.reviews": "counts the desk's work, by no unit",
    "channel.withdrawals": "counts what the channel took back, by no unit",
}
#: A label is a token in the editor (【label】), beside marks that part it.
MARKS = set("【】·[]|")
#: Nobody is compared: parts are kinds, columns, carriers, campaigns. Whose name may not be a part.
NOBODY = {"directory.Unit", "directory.Enterprise", "directory.Person", "access.Account"}


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
def test_figures_when_shown_then_each_has_a_chart_or_parts_unless_it_is_a_plain_count() -> None:
    plain = {figure.name for figure in all_figures() if not figure.moment and not figure.groups}
    assert plain == set(PLAIN)


def test_figures_when_named_then_no_two_have_one_label_and_none_holds_a_mark() -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            labels = [str(figure.label) for figure in all_figures()]
        assert len(set(labels)) == len(labels)
        assert [label for label in labels if MARKS & set(label)] == []


@pytest.mark.django_db
def test_figures_when_counted_then_invented_units_are_left_out() -> None:
    with_samples = {
        figure.name
        for figure in all_figures()
        if "is_sample" not in str(figure.rows(WHOLE).order_by().values("pk").query)
    }
    assert with_samples == set(WITH_SAMPLES)


@pytest.mark.django_db
def test_groups_when_offered_then_every_part_has_a_name_and_nobody_is_compared() -> None:
    for figure in all_figures():
        reading = Reading(figure, WHOLE, disclose_nothing(), figure.rows(WHOLE), Sees.ALL)
        assert [one.group for one in in_every_way(reading)] == list(figure.groups)
        for group in figure.groups:
            found = grouped(reading, group.key)
            assert found is not None
            assert [part.label for part in found.parts if not part.label.strip()] == []
            assert whose(figure, group) not in NOBODY


def disclose_nothing() -> Any:
    return disclose(0, trusted=True, small=False, live=True, whole=True, rough=False, published=None)


def whose(figure: Figure, group: Group) -> str:
    """The table in which the value of a group stands; "" for one that only the query knows. A unit's kind is no unit."""
    model: Any = figure.rows(WHOLE).model
    *path, last = group.path.split("__")
    for name in path:
        model = model._meta.get_field(name).related_model
    if (model._meta.label, last) == ("directory.Unit", "kind"):
        return ""
    names = {field.name for field in model._meta.get_fields()}
    if last not in names:
        return ""
    field = model._meta.get_field(last)
    return str((field.related_model or model)._meta.label) if path or field.is_relation else ""


@pytest.mark.django_db
def test_groups_when_one_would_compare_branches_then_is_found() -> None:
    held = registry.get("activities.held")
    wrong = [Group("unit", "组织", path) for path in ("unit", "unit__name", "actor", "unit__enterprise")]
    assert [whose(held, group) in NOBODY for group in wrong] == [True] * 4


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
