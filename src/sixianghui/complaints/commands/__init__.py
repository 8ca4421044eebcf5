"""Writes of complaints."""

from sixianghui.complaints.commands.desks import barred_from, hand_over, hold_all, reassign, reassign_soon
from sixianghui.complaints.commands.handling import answer, pass_on, read, take_back
from sixianghui.complaints.commands.keeping import erase_of, forget_old
from sixianghui.complaints.commands.outcomes import add_outcome
from sixianghui.complaints.commands.publishing import hide, prepare, release, send_back, take_down
from sixianghui.complaints.commands.writing import Written, ref_of, withdraw, write

__all__ = [
    "Written",
    "add_outcome",
    "answer",
    "barred_from",
    "erase_of",
    "forget_old",
    "hand_over",
    "hide",
    "hold_all",
    "pass_on",
    "prepare",
    "read",
    "reassign",
    "reassign_soon",
    "ref_of",
    "release",
    "send_back",
    "take_back",
    "take_down",
    "withdraw",
    "write",
]
