"""Writes of this room. Each has five steps: permission, rules, one transaction, what follows on commit, the object."""

from sixianghui.campaigns.commands.budget import set_budget, set_letterhead
from sixianghui.campaigns.commands.campaigns import (
    Words,
    change_campaign,
    close_campaign,
    close_ended,
    make_campaign,
    open_campaign,
)
from sixianghui.campaigns.commands.drafts import (
    Head,
    Item,
    To,
    add_item,
    address_notice,
    change_draft,
    change_item,
    discard_draft,
    draft_notice,
    raise_item,
    remove_item,
)
from sixianghui.campaigns.commands.notices import amend_notice, recall_notice, send_notice

__all__ = [
    "Head",
    "Item",
    "To",
    "Words",
    "add_item",
    "address_notice",
    "amend_notice",
    "change_campaign",
    "change_draft",
    "change_item",
    "close_campaign",
    "close_ended",
    "discard_draft",
    "draft_notice",
    "make_campaign",
    "open_campaign",
    "raise_item",
    "recall_notice",
    "remove_item",
    "send_notice",
    "set_budget",
    "set_letterhead",
]
