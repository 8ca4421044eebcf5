"""The only way input gets in."""

from sixianghui.directory.forms.people import (
    CardLine,
    ChangePerson,
    Find,
    Invitation,
    Leaving,
    Move,
    NewPerson,
    NewStatus,
)
from sixianghui.directory.forms.posts import AskPost, EndPost, Offer, Refusal

__all__ = [
    "AskPost",
    "CardLine",
    "ChangePerson",
    "EndPost",
    "Find",
    "Invitation",
    "Leaving",
    "Move",
    "NewPerson",
    "NewStatus",
    "Offer",
    "Refusal",
]
