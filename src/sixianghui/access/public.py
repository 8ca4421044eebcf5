"""What other rooms may use of access."""

from __future__ import annotations

from sixianghui.access.commands import make_link, open_account
from sixianghui.access.models import Account
from sixianghui.access.posts import GRANTS, Grant, Held, Post, Reach
from sixianghui.access.queries import Person, Within, held_by, may, require, sources, within

__all__ = [
    "GRANTS",
    "Account",
    "Grant",
    "Held",
    "Person",
    "Post",
    "Reach",
    "Within",
    "held_by",
    "make_link",
    "may",
    "open_account",
    "require",
    "sources",
    "within",
]
