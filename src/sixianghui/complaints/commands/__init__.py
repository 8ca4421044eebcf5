"""Writes of complaints."""

from sixianghui.complaints.commands.desks import barred_from, hand_over, reassign, reassign_soon
from sixianghui.complaints.commands.handling import answer, pass_on, read, take_back
from sixianghui.complaints.commands.keeping import erase_of, forget_old
from sixianghui.complaints.commands.writing import Written, ref_of, withdraw, write

__all__ = [
    "Written",
    "answer",
    "barred_from",
    "erase_of",
    "forget_old",
    "hand_over",
    "pass_on",
    "read",
    "reassign",
    "reassign_soon",
    "ref_of",
    "take_back",
    "withdraw",
    "write",
]
