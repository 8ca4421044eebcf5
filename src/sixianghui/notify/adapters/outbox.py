"""The local outbox: where letters go that nobody takes out of the house."""

from __future__ import annotations

from sixianghui.common import time
from sixianghui.notify.models import OutboxLetter
from sixianghui.notify.senders import OUTBOX, Envelope


class Outbox:
    """Keeps what would have been sent. A second copy of the same letter is not kept."""

    channel = OUTBOX

    def is_ready(self) -> bool:
        return True

    def send(self, envelope: Envelope) -> None:
        OutboxLetter.objects.get_or_create(
            ref=envelope.token,
            defaults={
                "account_id": envelope.account,
                "channel": envelope.channel,
                "address": envelope.to,
                "subject": envelope.subject,
                "text": envelope.text,
                "made_at": envelope.told_at or time.now(),
            },
        )
