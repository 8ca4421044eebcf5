"""What rooms above may hear of. Sent inside the transaction of the act; a receiver calls one command."""

from django.dispatch import Signal

#: A recording can be watched. Arguments: `stream`.
stream_made = Signal()
