"""The ways out: the page of messages, mail, text messages, and the outbox that stands in for them on this machine."""

from sixianghui.notify.adapters.in_app import InApp, may_listen
from sixianghui.notify.adapters.mail import Mail
from sixianghui.notify.adapters.outbox import Outbox
from sixianghui.notify.adapters.sms import Sms
from sixianghui.notify.senders import register_sender

__all__ = ["may_listen", "register"]


def register() -> None:
    """Open the channels that this room knows."""
    for sender in (InApp(), Mail(), Sms(), Outbox()):
        register_sender(sender)
