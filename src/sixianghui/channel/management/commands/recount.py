"""`sixianghui manage recount`: count every read anew from its row and hold it against what is published."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sixianghui.channel import queries


class Command(BaseCommand):
    """Says both numbers; fails when a sum is not what its rows say."""

    help = "逐行重数频道的阅读，和公布的数对一遍"

    def handle(self, **options: Any) -> None:
        found = queries.recount()
        self.stdout.write(f"channel.reads {found.reads:,}  逐行重数 {found.counted:,}")
        if found.wrong:
            raise CommandError("\n".join(found.wrong))
