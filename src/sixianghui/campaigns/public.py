"""What other rooms may use of campaigns: run them, send notices, and say what the platform holds of a unit.

The commands take what they write as frozen dataclasses: `Words` of a campaign, `Head` and `Item` of a notice, `To` whom.
"""

from sixianghui.campaigns.commands import (
    Head,
    Item,
    To,
    Words,
    add_item,
    address_notice,
    amend_notice,
    change_campaign,
    change_draft,
    close_campaign,
    close_ended,
    draft_notice,
    make_campaign,
    open_campaign,
    recall_notice,
    send_notice,
    set_budget,
    set_letterhead,
)
from sixianghui.campaigns.holdings import Holding, register_holding
from sixianghui.campaigns.models import Ask, Audience, Campaign, Carrier, Notice, Plan, Way

__all__ = [
    "Ask",
    "Audience",
    "Campaign",
    "Carrier",
    "Head",
    "Holding",
    "Item",
    "Notice",
    "Plan",
    "To",
    "Way",
    "Words",
    "add_item",
    "address_notice",
    "amend_notice",
    "change_campaign",
    "change_draft",
    "close_campaign",
    "close_ended",
    "draft_notice",
    "make_campaign",
    "open_campaign",
    "recall_notice",
    "register_holding",
    "send_notice",
    "set_budget",
    "set_letterhead",
]
