"""What other rooms may use of campaigns: run them, send notices, plan, guide, link what happened, share practices.

The commands take what they write as frozen dataclasses: `Words` of a campaign, `Head` and `Item` of a notice, `To` whom,
`Written` of a line of a plan (under a ref of the caller's choice, with the version it was read at: 0 for a new one),
`Telling` of a practice.
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
from sixianghui.campaigns.commands.guidance import advise, agree, approve, return_plan, settle_advice
from sixianghui.campaigns.commands.happening import put_beside, realise, record_for_line, unlink
from sixianghui.campaigns.commands.plan_lines import Written, remove_line, write_goal, write_line
from sixianghui.campaigns.commands.plans import begin_plan, hand_in, take_back
from sixianghui.campaigns.commands.practices import Telling, share, try_out
from sixianghui.campaigns.holdings import Holding, register_holding
from sixianghui.campaigns.models import Ask, Audience, Campaign, Carrier, HowItWent, Notice, Plan, Stance, Way

__all__ = [
    "Ask",
    "Audience",
    "Campaign",
    "Carrier",
    "Head",
    "Holding",
    "HowItWent",
    "Item",
    "Notice",
    "Plan",
    "Stance",
    "Telling",
    "To",
    "Way",
    "Words",
    "Written",
    "add_item",
    "address_notice",
    "advise",
    "agree",
    "amend_notice",
    "approve",
    "begin_plan",
    "change_campaign",
    "change_draft",
    "close_campaign",
    "close_ended",
    "draft_notice",
    "hand_in",
    "make_campaign",
    "open_campaign",
    "put_beside",
    "realise",
    "recall_notice",
    "record_for_line",
    "register_holding",
    "remove_line",
    "return_plan",
    "send_notice",
    "set_budget",
    "set_letterhead",
    "settle_advice",
    "share",
    "take_back",
    "try_out",
    "unlink",
    "write_goal",
    "write_line",
]
