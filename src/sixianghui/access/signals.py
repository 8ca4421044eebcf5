"""Past-tense signals: what has happened here, for the rooms above. Sent inside the transaction of the act."""

from django.dispatch import Signal

#: Something that guards `account_id` has changed; `what` is password, link, second-step:add_app, …: its owner is told.
security_changed = Signal()

#: The security administrator has opened `account` for somebody who may stand on no roster; `by` is who did.
account_opened = Signal()
