"""A model with encrypted fields, known to the installation for the length of a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.conf import LazySettings
from django.db import connection, models

from sixianghui.common import ids
from sixianghui.vault import keyring
from sixianghui.vault.public import EncryptedTextField

_own = Apps()


class Drawer(models.Model):
    """Something with a phone number in it."""

    ref = models.CharField(max_length=40, unique=True, default=ids.new_token)
    label = models.CharField(max_length=40, blank=True)
    phone = EncryptedTextField(blank=True, null=True)
    note = EncryptedTextField(blank=True)

    class Meta:
        app_label = "vault"
        apps = _own

    def __str__(self) -> str:
        return self.label


@pytest.fixture
def drawers(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[type[Any]]:
    """The model with its table, in a data folder without keys."""
    settings.DATA = tmp_path
    keyring.forget()
    apps.all_models["vault"]["drawer"] = Drawer
    apps.clear_cache()
    with connection.schema_editor() as editor:
        editor.create_model(Drawer)
    yield Drawer
    del apps.all_models["vault"]["drawer"]
    apps.clear_cache()
    keyring.forget()


def stored(model: type[models.Model], column: str = "phone") -> list[str]:
    """What really stands in the column, row by row."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{model._meta.db_table}" ORDER BY id')
        return [row[0] for row in cursor.fetchall()]


def overwrite(model: type[models.Model], number: int, text: str, column: str = "phone") -> None:
    """What somebody with a database shell could do."""
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{model._meta.db_table}" SET "{column}" = %s WHERE id = %s', [text, number])
