"""Reads: which keys there are and how many rows each still seals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast

from sixianghui.vault import keyring, masters
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


def lost_keys() -> list[str]:
    """The data keys that the master keys of this installation do not open. Asks the file, not what is remembered."""
    lost = []
    for key in DataKey.objects.filter(removed_at__isnull=True):
        try:
            masters.installed().unwrap(key.wrapped, key.label)
        except masters.CannotOpen:
            lost.append(key.pk)
    return lost


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


def key_names() -> dict[str, list[str]]:
    """The ids of the data keys that still open something, and of the master keys that wrap them; no key."""
    keys = list(DataKey.objects.filter(removed_at__isnull=True).order_by("pk"))
    provider = masters.installed()
    return {
        "data": [key.pk for key in keys],
        "masters": sorted({provider.master_of(key.wrapped) for key in keys}),
    }


def shut_keys() -> list[str]:
    """The data keys that the master keys at hand do not open; nothing, when every encrypted value can be read."""
    shut = []
    for key in DataKey.objects.filter(removed_at__isnull=True).order_by("pk"):
        try:
            masters.installed().unwrap(key.wrapped, key.label)
        except masters.CannotOpen:
            shut.append(key.pk)
    return shut
