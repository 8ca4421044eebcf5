"""The tables of complaints."""

from sixianghui.complaints.models.letters import (
    Answer,
    Assignment,
    Attempt,
    Complaint,
    Kind,
    Outcome,
    Part,
    Sender,
    Why,
    Withdrawal,
    Words,
)
from sixianghui.complaints.models.public import Preparation, PublicText, Turn, Verdict

__all__ = [
    "Answer",
    "Assignment",
    "Attempt",
    "Complaint",
    "Kind",
    "Outcome",
    "Part",
    "Preparation",
    "PublicText",
    "Sender",
    "Turn",
    "Verdict",
    "Why",
    "Withdrawal",
    "Words",
]
