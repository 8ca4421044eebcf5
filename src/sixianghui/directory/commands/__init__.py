"""Writes of the directory. Each has five steps: permission, rules, one transaction, what follows on commit, the object."""

from sixianghui.directory.commands.cards import card_agreed, purge_card, show_card, take_card_back
from sixianghui.directory.commands.correcting import correct_entry
from sixianghui.directory.commands.enterprises import register_enterprise, rename_enterprise
from sixianghui.directory.commands.handovers import (
    accept_handover,
    decline_handover,
    offer_handover,
    withdraw_handover,
)
from sixianghui.directory.commands.leaving import has_left, leave_league, let_go
from sixianghui.directory.commands.people import (
    add_person,
    change_person,
    enter_staff,
    invite,
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
from sixianghui.directory.commands.registering import (
    change_unit,
    close_unit,
    enter_unit,
    take_back_closing,
)
from sixianghui.directory.commands.rolls import count_again, tend_rolls
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
from sixianghui.directory.commands.taking_back import (
    take_back_league,
    take_back_leaving,
    take_back_move,
    take_back_status,
)
from sixianghui.directory.commands.terms import begin_term, correct_term
from sixianghui.directory.commands.units import (
    found_committee,
    guide,
    hide_closed_units,
    register_unit,
    take_under_guidance,
    unit_changed,
    unit_gone,
)

__all__ = [
    "accept_handover",
    "add_person",
    "approve_appointment",
    "ask_for_appointment",
    "begin_term",
    "card_agreed",
    "change_person",
    "change_unit",
    "close_unit",
    "correct_entry",
    "correct_term",
    "count_again",
    "decline_handover",
    "discard_roster",
    "end_appointment",
    "enter_staff",
    "enter_unit",
    "forget_old_rosters",
    "found_committee",
    "found_posts",
    "guide",
    "has_left",
    "hide_closed_units",
    "invite",
    "leave_league",
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
    "rename_enterprise",
    "set_status",
    "show_card",
    "show_number",
    "start_import",
    "take_back_closing",
    "take_back_league",
    "take_back_leaving",
    "take_back_move",
    "take_back_status",
    "take_card_back",
    "take_under_guidance",
    "tend_rolls",
    "unit_changed",
    "unit_gone",
    "upload_roster",
    "withdraw_handover",
    "withdraw_request",
    "write_roster",
]
