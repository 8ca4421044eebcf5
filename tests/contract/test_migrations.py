"""Old code lives on new tables for a moment (R5): what a migration adds, the code before it may leave out; nothing is renamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.db import models
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

#: Made before the first release: no installation ran without them.
BEFORE_THE_FIRST_RELEASE = {
    "campaigns.0002_plans_and_activities", "campaigns.0003_point_ref", "channel.0011_piece_threads",
    "complaints.0002_public_letters", "directory.0004_appointments_by_person", "lectures.0005_door_salt",
    "lectures.0006_recordings_kept", "media.0002_safe_uploads", "media.0004_live", "remarks.0003_appeal_words",
}  # fmt: skip
_GONE = (
    operations.RenameField,
    operations.RenameModel,
    operations.RemoveField,
    operations.DeleteModel,
    operations.AlterModelTable,
)


def unlivable(steps: Iterable[Operation]) -> Iterator[str]:
    """What of a migration the code before it could not live with."""
    steps = list(steps)
    made = {step.name.lower() for step in steps if isinstance(step, operations.CreateModel)}
    for step in steps:
        if isinstance(step, _GONE):
            yield step.describe()
        elif isinstance(step, operations.AddField) and step.model_name.lower() not in made:
            field = step.field
            is_table = isinstance(field, models.ManyToManyField)
            if not (is_table or field.null or field.db_default is not models.NOT_PROVIDED):
                yield f"{step.describe()}: the code before does not fill it in; give it null or db_default"


def test_migrations_when_old_code_still_runs_then_it_can_live_with_them() -> None:
    ours = {
        f"{app}.{name}": migration.operations
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if type(migration).__module__.startswith("sixianghui.")
    }
    assert set(ours) > BEFORE_THE_FIRST_RELEASE
    found = {name: list(unlivable(steps)) for name, steps in ours.items()}
    assert {name for name, faults in found.items() if faults} == BEFORE_THE_FIRST_RELEASE


@pytest.mark.parametrize(
    ("step", "is_livable"),
    [
        (operations.AddField("poll", "hue", models.CharField(max_length=9)), False),
        (operations.AddField("poll", "hue", models.CharField(max_length=9, default="red")), False),
        (operations.AddField("poll", "hue", models.CharField(max_length=9, db_default="red")), True),
        (operations.AddField("poll", "hue", models.CharField(max_length=9, null=True)), True),
        (operations.RemoveField("poll", "hue"), False),
        (operations.RenameField("poll", "hue", "tint"), False),
    ],
)
def test_control_when_a_step_is_looked_at_alone_then_it_is_judged_so(
    step: Operation, is_livable: bool
) -> None:
    assert (list(unlivable([step])) == []) is is_livable
