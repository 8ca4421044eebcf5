"""What rooms above may hear of. Sent inside the transaction of the act; a receiver calls one command."""

from django.dispatch import Signal

#: The row of a recording is about to be written, and rooms above will hear of it: whoever locks rows of their own then
#: locks them now, so that everybody takes theirs before the recording's. Arguments: `stream`.
stream_ends = Signal()

#: A recording can be watched. Arguments: `stream`.
stream_made = Signal()

#: A recording could not be made; its fault says why. Arguments: `stream`.
stream_failed = Signal()

#: The first of what an encoder sends can be seen or heard. Arguments: `stream`.
stream_flows = Signal()
