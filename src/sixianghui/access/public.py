"""What other rooms may use of access."""

from __future__ import annotations

from sixianghui.access.commands.accounts import create_account, make_link, open_account
from sixianghui.access.commands.second_steps import take_off as take_off_second_step
from sixianghui.access.commands.sessions import end_every_way_in, end_sessions, sign_sessions_again
from sixianghui.access.entry import ask_proof, must_prove
from sixianghui.access.models import Account
from sixianghui.access.posts import (
    ADMINISTRATORS,
    CENTRAL,
    GRANTS,
    HANDED_OVER,
    SECOND_FACTOR,
    STAFF,
    Grant,
    Held,
    Post,
    Reach,
    clashes,
)
from sixianghui.access.qr import draw as draw_qr
from sixianghui.access.queries import (
    Person,
    Within,
    account_named,
    held_by,
    may,
    reach_changed,
    require,
    sources,
    within,
)
from sixianghui.access.reveal import reveal
from sixianghui.access.roll import ERASED, accounts_behind
from sixianghui.access.signals import account_opened, security_changed
from sixianghui.access.words import post_label, post_words

__all__ = [
    "ADMINISTRATORS",
    "CENTRAL",
    "ERASED",
    "GRANTS",
    "HANDED_OVER",
    "SECOND_FACTOR",
    "STAFF",
    "Account",
    "Grant",
    "Held",
    "Person",
    "Post",
    "Reach",
    "Within",
    "account_named",
    "account_opened",
    "accounts_behind",
    "ask_proof",
    "clashes",
    "create_account",
    "draw_qr",
    "end_every_way_in",
    "end_sessions",
    "held_by",
    "make_link",
    "may",
    "must_prove",
    "open_account",
    "post_label",
    "post_words",
    "reach_changed",
    "require",
    "reveal",
    "security_changed",
    "sign_sessions_again",
    "sources",
    "take_off_second_step",
    "within",
]
