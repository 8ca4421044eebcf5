"""Signals for the rooms above: what has happened here, in the past tense, and what is about to, in the present."""

from django.dispatch import Signal

#: Sent inside the transaction that changed what posts `account` holds, or where they belong.
appointment_changed = Signal()
#: Sent inside the transaction that closes a unit, before anything is written: whoever still has something of it to come
#: raises `Conflict`. Arguments: `unit`.
unit_closes = Signal()
