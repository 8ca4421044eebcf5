"""Jobs of the room: fetch by id, call one command."""

from __future__ import annotations

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
