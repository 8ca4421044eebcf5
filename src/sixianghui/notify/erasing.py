"""How this room forgets somebody: what they were told, and how they wanted to be told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.notify.models import Delivery, Message, Preference
from sixianghui.vault.public import Erasure, Holder, Subject, register_holder


def register() -> None:
    """Called when the app is ready."""
    register_holder(Holder("notify", _("通知"), erase, order=30))


def erase(subject: Subject) -> Erasure:
    """Delete everything; it was for this person alone."""
    done = Erasure()
    for label, rows in (
        (_("消息"), Message.objects.filter(account=subject.account)),
        (_("送出的信"), Delivery.objects.filter(account=subject.account)),
        (_("通知偏好"), Preference.objects.filter(account=subject.account)),
    ):
        done.note(label, rows.count())
        rows.delete()
    return done
