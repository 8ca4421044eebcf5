"""Past-tense signals: what has happened here, for the rooms above."""

from django.dispatch import Signal

#: Sent inside the transaction in which somebody agreed to a purpose or took it back: `account` (a plain id), `code`.
consent_changed = Signal()
