"""The only way input gets in."""

from sixianghui.directory.forms.people import (
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
