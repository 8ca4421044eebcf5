"""Keys changed and destroyed, with a row in the chain. From the command line of the server, so nobody's post is asked."""

from __future__ import annotations

from django.db import transaction

from sixianghui.audit import public as audit
from sixianghui.vault import public as vault


def rotate_keys() -> list[str]:
    """Put new data keys in force; the job `reseal` does the rest while traffic goes on."""
    with transaction.atomic():
        made = [key.pk for key in vault.rotate()]
        audit.record("key:rotate", detail={"keys": made})
    return made


def renew_master_key() -> str:
    """Put a new master key in force and wrap the data keys with it."""
    name = vault.renew_master()
    with transaction.atomic():
        audit.record("key:renew", detail={"master": name})
    return name


def clean_keys() -> tuple[list[str], list[str]]:
    """Destroy the keys that nothing needs any more."""
    data, masters = vault.clean()
    if data or masters:
        with transaction.atomic():
            audit.record("key:destroy", detail={"keys": data, "masters": masters})
    return data, masters
