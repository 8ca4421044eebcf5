"""The only way input gets in."""

from sixianghui.directory.forms.people import (
    CardLine,
    ChangePerson,
    Entry,
    Find,
    Invitation,
    Leaving,
    Move,
    NewPerson,
    NewStatus,
    Reason,
    TakingBack,
)
from sixianghui.directory.forms.posts import AskPost, EndPost, Offer, Refusal
from sixianghui.directory.forms.registering import ChangeUnit, Closing, EnterpriseName, NewTerm, NewUnit
from sixianghui.directory.forms.rosters import Columns, RosterUpload

__all__ = [
    "AskPost",
    "CardLine",
    "ChangePerson",
    "ChangeUnit",
    "Closing",
    "Columns",
    "EndPost",
    "EnterpriseName",
    "Entry",
    "Find",
    "Invitation",
    "Leaving",
    "Move",
    "NewPerson",
    "NewStatus",
    "NewTerm",
    "NewUnit",
    "Offer",
    "Reason",
    "Refusal",
    "RosterUpload",
    "TakingBack",
]
