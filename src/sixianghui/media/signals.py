"""What rooms above may hear of. Sent inside the transaction of the act; a receiver calls one command."""

from django.dispatch import Signal

#: A recording can be watched. Arguments: `stream`.
stream_made = Signal()

#: A recording could not be made; its fault says why. Arguments: `stream`.
stream_failed = Signal()

#: The first of what an encoder sends can be seen or heard. Arguments: `stream`.
stream_flows = Signal()
