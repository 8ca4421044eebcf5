"""Past-tense signals: what has happened here, for the rooms above. All are sent inside the transaction of the act."""

from django.dispatch import Signal

#: Some or all sessions of `account_id` have ended: what is open for that account must ask again who is there.
sessions_ended = Signal()
#: What `account_id` may do has changed, by a post, by being disabled or enabled.
access_changed = Signal()
#: Something that guards `account_id` has changed; `what` is password, link, second-step-added, …: its owner is told.
security_changed = Signal()
