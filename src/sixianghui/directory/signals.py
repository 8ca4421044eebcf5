"""Past-tense signals: what has happened here, for the rooms above."""

from django.dispatch import Signal

#: Sent inside the transaction that changed what posts `account` holds, or where they belong.
appointment_changed = Signal()
