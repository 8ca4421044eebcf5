"""Writes of the room: new keys in force, values sealed anew, old keys destroyed, looks noted and forgotten. Who did it, the caller records."""

from __future__ import annotations

import datetime as dt
import time as real

from django.db import models, transaction
from django.utils import timezone

from sixianghui.common import time
from sixianghui.vault import keyring, masters
from sixianghui.vault.fields import Sealed
from sixianghui.vault.models import Consent, DataKey, Reveal
from sixianghui.vault.queries import encrypted_fields, sealed_otherwise, uses

#: A key is destroyed this long after it was retired at the earliest: longer than any transaction or page being made.
GRACE = dt.timedelta(hours=1)
_AT_ONCE, _REST = 50, 0.2


def rotate(*, now: dt.datetime | None = None) -> list[DataKey]:
    """Put a new data key in force for each class; values are sealed anew by `reseal` while traffic goes on."""
    moment, made = now or timezone.now(), []
    classes = {field.klass for _model, field in encrypted_fields()}
    with transaction.atomic():
        for klass in sorted(classes):
            DataKey.objects.filter(klass=klass, retired_at__isnull=True).update(retired_at=moment)
            made.append(keyring.make(klass, now=moment))
    return made


def reseal(*, most: int | None = None) -> int:
    """Seal values of retired keys with the one in force; how many were done. What is left, the next call does.

    A value that somebody changes meanwhile is theirs: it is replaced only where it still is what was read.
    """
    done = 0
    for model, field in encrypted_fields():
        while most is None or done < most:
            key_id = keyring.in_force(field.klass)
            size = _AT_ONCE if most is None else min(_AT_ONCE, most - done)
            found = sealed_otherwise(model, field, key_id).order_by("pk")
            rows = list(found.values_list("pk", field.bound_to, "raw")[:size])
            began = real.monotonic()
            with transaction.atomic():
                for number, row, text in rows:
                    fresh = field.sealed(field.unsealed(Sealed(text), row), row)
                    same = sealed_otherwise(model, field, key_id).filter(pk=number, raw=text)
                    same.update(**{field.name: fresh})
            done += len(rows)
            if len(rows) < size:
                break
            real.sleep(min(real.monotonic() - began, _REST))  # half of the time belongs to others who write
    return done


def clean(*, now: dt.datetime | None = None) -> tuple[list[str], list[str]]:
    """Destroy retired data keys that seal nothing any more, and master keys that wrap nothing; the ids of both."""
    moment, gone = now or timezone.now(), []
    with transaction.atomic():
        counted = uses()
        for key in DataKey.objects.filter(retired_at__lte=moment - GRACE, removed_at__isnull=True):
            if not counted[key.pk]:
                DataKey.objects.filter(pk=key.pk).update(wrapped="", removed_at=moment)
                gone.append(key.pk)
    if not DataKey.objects.exists():
        return gone, []
    provider = masters.installed()
    wrapped = DataKey.objects.filter(removed_at__isnull=True).values_list("wrapped", flat=True)
    return gone, provider.forget({provider.master_of(text) for text in wrapped})


def renew_master() -> str:
    """Put a new master key in force and wrap every data key with it. Values stay as they are, so it takes an instant.

    The old one stays accepted until `clean`; backups made before still need it.
    """
    provider = masters.installed()
    if not DataKey.objects.exists():
        keyring.in_force(keyring.INDEX)
    name = provider.renew()
    with transaction.atomic():
        for key in DataKey.objects.select_for_update(no_key=True).filter(removed_at__isnull=True):
            key.wrapped = provider.wrap(provider.unwrap(key.wrapped, key.label), key.label)
            key.save(update_fields=["wrapped"])
    return name


def note_look(thing: models.Model, field: str, *, reason: str, account: int) -> Reveal:
    """Note why somebody looked at an encrypted value. `access.public.reveal` asks for permission and calls this."""
    return Reveal.objects.create(
        at=time.now(),
        account=account,
        kind=thing._meta.label_lower,
        object_id=str(thing.pk),
        field=field,
        reason=reason,
    )


def forget_before(moment: dt.datetime) -> tuple[int, int]:
    """Delete looks made, and consents taken back, before a moment; how many of each. A standing consent stays."""
    looks = Reveal.objects.filter(at__lt=moment).delete()[0]
    return looks, Consent.objects.filter(withdrawn_at__lt=moment).delete()[0]
