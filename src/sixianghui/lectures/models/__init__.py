"""Tables of this room."""

from sixianghui.lectures.models.hall import Arrival, Registration, Seat
from sixianghui.lectures.models.lectures import (
    AgendaItem,
    Broadcast,
    Ending,
    Helper,
    Lecture,
    Material,
    Notice,
)
from sixianghui.lectures.models.talk import Answered, Second
from sixianghui.lectures.models.watching import Audience, Side, Viewing, WatchSource

__all__ = [
    "AgendaItem",
    "Answered",
    "Arrival",
    "Audience",
    "Broadcast",
    "Ending",
    "Helper",
    "Lecture",
    "Material",
    "Notice",
    "Registration",
    "Seat",
    "Second",
    "Side",
    "Viewing",
    "WatchSource",
]
