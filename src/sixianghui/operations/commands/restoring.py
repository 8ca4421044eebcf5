"""After a restore: what was taken back since the backup is taken back again, and it is written down that there was one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from sixianghui.access import public as access
from sixianghui.audit import public as audit
from sixianghui.channel import public as channel
from sixianghui.media import public as media
from sixianghui.operations import clock
from sixianghui.operations.models import Backup
from sixianghui.privacy import public as privacy
from sixianghui.vault import public as vault


@dataclass(frozen=True)
class Settled:
    """How many of each; `shut_keys`: data keys that no master key at hand opens, with which encrypted fields stay shut;
    `anchors`: those of the audit chain that were laid beside."""

    erased: int
    sessions: int
    links: int
    review_links: int
    stream_keys: int
    shut_keys: tuple[str, ...]
    anchors: int


def settle(*, erased: Collection[str], name: str) -> Settled:
    """Erase again whoever is on the list, end sessions and links, revoke stream keys, lay anchors beside that the chain as it
    is now cannot answer for, and record the restore.

    erased: digests of the newest list there is, besides the one that came with the archive. May run twice.
    """
    privacy.add_to_list(erased)
    again = privacy.erase_again()
    sessions, links = access.end_every_way_in()
    privacy.drop_all_copies()
    with transaction.atomic():
        Backup.objects.filter(ended_at__isnull=True).update(
            ended_at=clock.now(), stage=Backup.Stage.ENDED, fault="做到一半时的样子，从备份里恢复出来的。"
        )
        settled = Settled(
            again,
            sessions,
            links,
            channel.end_every_link(),
            media.revoke_every_key(),
            tuple(vault.shut_keys()),
            audit.settle_anchors(),
        )
        detail = {
            "erased": again,
            "sessions": sessions,
            "archive": name,
            "shut_keys": len(settled.shut_keys),
            "anchors": settled.anchors,
        }
        audit.record("backup:restore", detail=detail)
    return settled
