"""Writes of the directory. Each has five steps: permission, rules, one transaction, what follows on commit, the object."""

from sixianghui.directory.commands.cards import card_agreed, purge_card, show_card, take_card_back
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
    show_number,
)
from sixianghui.directory.commands.posts import (
    approve_appointment,
    ask_for_appointment,
    end_appointment,
    found_posts,
    refuse_appointment,
    withdraw_request,
)
from sixianghui.directory.commands.rosters import (
    discard_roster,
    forget_old_rosters,
    map_roster,
    note_export,
    read_roster,
    start_import,
    upload_roster,
    write_roster,
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
    "card_agreed",
    "change_person",
    "decline_handover",
    "discard_roster",
    "end_appointment",
    "enter_staff",
    "forget_old_rosters",
    "found_committee",
    "found_posts",
    "guide",
    "invite",
    "let_go",
    "map_roster",
    "move_person",
    "note_export",
    "offer_handover",
    "purge_card",
    "read_roster",
    "refuse_appointment",
    "register_enterprise",
    "register_unit",
    "set_status",
    "show_card",
    "show_number",
    "start_import",
    "take_card_back",
    "upload_roster",
    "withdraw_handover",
    "withdraw_request",
    "write_roster",
]
