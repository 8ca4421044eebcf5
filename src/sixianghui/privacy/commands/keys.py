"""Keys changed and destroyed, with a row in the chain. From the command line of the server, so nobody's post is asked."""

from __future__ import annotations

from django.db import transaction

from sixianghui.audit import public as audit
from sixianghui.tasks import public as tasks
from sixianghui.vault import public as vault

#: How many values one run of `reseal` seals anew before it makes room for other jobs.
_STRETCH = 5000


@tasks.job(priority=-10)
def reseal() -> None:
    """Seal values of retired keys anew, a stretch at a time, until none is left."""
    if vault.reseal(most=_STRETCH) and vault.left_to_reseal():
        reseal.enqueue()


def reseal_what_is_left() -> None:
    """The routine: go on where a run was cut short."""
    if vault.left_to_reseal():
        reseal.enqueue()


def rotate_keys() -> list[str]:
    """Put new data keys in force; `reseal` does the rest while traffic goes on."""
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
