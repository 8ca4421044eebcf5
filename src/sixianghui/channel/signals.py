"""What happened in the channel, for rooms above: each with `page`, sent on the fact, inside its transaction."""

from __future__ import annotations

from django.dispatch import Signal

#: A piece came out. Arguments: `page`, `release`.
piece_released = Signal()
#: A new version of a piece that is out. Arguments: `page`, `correction`.
piece_corrected = Signal()
#: A piece was taken back. Arguments: `page`, `withdrawal`.
piece_withdrawn = Signal()
#: A piece was sent back. Arguments: `page`, `review`.
piece_returned = Signal()
