"""Reads: which keys there are and how many rows each still seals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast

from sixianghui.vault import keyring
from sixianghui.vault.fields import VERSION, EncryptedTextField, Sealed
from sixianghui.vault.models import Consent, DataKey, Reveal


def encrypted_fields() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    """Every encrypted field of the installation with its model."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField) and not model._meta.proxy:
                yield model, field


def raw(model: type[models.Model], field: EncryptedTextField) -> models.QuerySet:
    """The rows of a model, with `raw` the text as stored."""
    return model._base_manager.annotate(raw=Cast(field.name, models.TextField()))


def sealed_otherwise(model: type[models.Model], field: EncryptedTextField, key_id: str) -> models.QuerySet:
    """Rows whose value is sealed with any key but this one."""
    rows = raw(model, field).exclude(raw__isnull=True).exclude(raw="")
    return rows.exclude(raw__startswith=f"{VERSION}.{key_id}.")


def uses() -> Counter[str]:
    """How many values each key seals."""
    found: Counter[str] = Counter()
    for model, field in encrypted_fields():
        rows = raw(model, field).exclude(raw__isnull=True).exclude(raw="")
        for text in rows.values_list("raw", flat=True).iterator(chunk_size=5000):
            found[Sealed(text).key_id] += 1
    return found


@dataclass(frozen=True)
class KeyState:
    """A data key, how many values it seals, and the master key that wraps it."""

    key: DataKey
    values: int


def status() -> list[KeyState]:
    """All keys, the newest first."""
    counted = uses()
    return [KeyState(key, counted[key.pk]) for key in DataKey.objects.order_by("-made_at", "pk")]


def left_to_reseal() -> bool:
    """Whether some value is still sealed with a retired key."""
    return any(
        sealed_otherwise(model, field, keyring.in_force(field.klass)).exists()
        for model, field in encrypted_fields()
    )


def looks_at(thing: models.Model) -> models.QuerySet[Reveal]:
    """Who looked at an object's encrypted values, and why; the newest first."""
    return Reveal.objects.filter(kind=thing._meta.label_lower, object_id=str(thing.pk))


def consents_of(account: int) -> models.QuerySet[Consent]:
    """All that somebody ever agreed to, with what they took back; the newest first."""
    return Consent.objects.filter(account=account)
