"""Keys point down the stairs; a fact is unique while it stands."""

from __future__ import annotations

import tomllib
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db import models
from django.db.models import Q

from sixianghui.ledger.public import Fact, FactQuerySet
from tests.contract.house import ROOT


def floors() -> dict[str, int]:
    """Each room's floor, the lowest being 0, from the contract in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    stairs = next(contract for contract in contracts if contract["name"].startswith("floors"))["layers"]
    return {room.strip(): floor for floor, level in enumerate(reversed(stairs)) for room in level.split("|")}


#: Rooms that hold no key to persons or units, only plain ids.
WITHOUT_PERSONS = {"audit", "realtime", "tasks", "search", "ui", "front", "common"}


def upward_keys(all_models: list[type[models.Model]]) -> list[str]:
    """Foreign keys to a room on a higher floor, or to a neighbour's. Wagtail's and Django's own tables are exempt."""
    level = floors()
    found = []
    for model in all_models:
        room = model._meta.app_label
        if room not in level:
            continue
        for field in model._meta.get_fields(include_hidden=True):
            target = getattr(field, "related_model", None)
            if not field.concrete or not isinstance(target, type) or target._meta.app_label not in level:
                continue
            other = target._meta.app_label
            if other != room and (level[other] >= level[room] or room in WITHOUT_PERSONS):
                found.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    return found


def facts(all_models: list[type[models.Model]]) -> list[type[Fact]]:
    return [model for model in all_models if issubclass(model, Fact)]


def facts_that_can_stand_twice(all_models: list[type[models.Model]]) -> list[str]:
    """Facts without a unique constraint on standing rows."""

    def on_standing(constraint: Any) -> bool:
        return isinstance(constraint, models.UniqueConstraint) and _names(
            constraint.condition, "struck_at__isnull"
        )

    return [
        model._meta.label for model in facts(all_models) if not any(map(on_standing, model._meta.constraints))
    ]


def _names(condition: Q | None, key: str) -> bool:
    return condition is not None and any(
        _names(child, key) if isinstance(child, Q) else child == (key, True) for child in condition.children
    )


def test_keys_when_they_cross_rooms_then_they_point_down() -> None:
    assert upward_keys(apps.get_models(include_auto_created=True)) == []


def test_facts_when_they_stand_then_only_once() -> None:
    assert facts(apps.get_models()) != []
    assert facts_that_can_stand_twice(apps.get_models()) == []


def test_facts_when_managed_then_by_the_query_set_that_neither_edits_nor_deletes() -> None:
    assert [
        m._meta.label
        for m in facts(apps.get_models())
        if not isinstance(m._default_manager.all(), FactQuerySet)
    ] == []


def bad_models() -> list[type[models.Model]]:
    """Two models that break the rules, in a registry of their own."""
    from sixianghui.wechat.models import OfficialAccount

    own = Apps()

    class Rising(models.Model):
        account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "access"
            apps = own

    class Twice(Fact):
        class Meta:
            app_label = "wechat"
            apps = own
            constraints = [models.UniqueConstraint(fields=["unit"], name="not_only_standing_ones")]

    return [Rising, Twice]


def test_models_when_one_points_up_or_stands_twice_then_is_found() -> None:
    bad = bad_models()
    rising = [line for line in upward_keys(bad) if line.startswith("access.Rising")]
    assert rising == ["access.Rising.account → wechat.OfficialAccount"]
    assert facts_that_can_stand_twice(bad) == ["wechat.Twice"]
