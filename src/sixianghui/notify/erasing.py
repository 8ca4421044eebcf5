"""How this room forgets somebody: what they were told, how it went out, where they are reached, what they wished."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.notify.models import Address, Delivery, Message, OutboxLetter, Preference
from sixianghui.vault.public import Erasure, Holder, Subject, register_holder


def register() -> None:
    """Called when the app is ready."""
    register_holder(Holder("notify", _("消息"), erase, order=30))


def erase(subject: Subject) -> Erasure:
    """Delete everything; it was for this person alone."""
    done = Erasure()
    for label, rows in (
        (_("送出的信"), Delivery.objects.filter(account=subject.account)),
        (_("留在本机的信"), OutboxLetter.objects.filter(account=subject.account)),
        (_("消息"), Message.objects.filter(account=subject.account)),
        (_("联系地址"), Address.objects.filter(account=subject.account)),
        (_("收消息的方式"), Preference.objects.filter(account=subject.account)),
    ):
        done.note(label, rows.count())
        rows.delete()
    return done
