"""Writes of the directory. Each has five steps: permission, rules, one transaction, what follows on commit, the object."""

from sixianghui.directory.commands.handovers import (
    accept_handover,
    decline_handover,
    offer_handover,
    withdraw_handover,
)
from sixianghui.directory.commands.people import (
    add_person,
    change_person,
    enter_staff,
    invite,
    let_go,
    move_person,
    set_status,
)
from sixianghui.directory.commands.posts import (
    approve_appointment,
    ask_for_appointment,
    end_appointment,
    found_posts,
    refuse_appointment,
    withdraw_request,
)
from sixianghui.directory.commands.units import (
    begin_term,
    found_committee,
    guide,
    register_enterprise,
    register_unit,
)

__all__ = [
    "accept_handover",
    "add_person",
    "approve_appointment",
    "ask_for_appointment",
    "begin_term",
    "change_person",
    "decline_handover",
    "end_appointment",
    "enter_staff",
    "found_committee",
    "found_posts",
    "guide",
    "invite",
    "let_go",
    "move_person",
    "offer_handover",
    "refuse_appointment",
    "register_enterprise",
    "register_unit",
    "set_status",
    "withdraw_handover",
    "withdraw_request",
]
