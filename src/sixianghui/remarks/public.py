"""What other rooms may use of remarks: open threads, write in them, decide, and show what everybody may read."""

from sixianghui.remarks.commands import (
    answer_appeal,
    appeal,
    choose_name,
    edit,
    judge,
    open_thread,
    report,
    set_thread,
    switch_off,
    switch_on,
    withdraw,
    write,
)
from sixianghui.remarks.commands.telling import EVERY, SITE
from sixianghui.remarks.models import Kind, Moderation, Remark, ReportKind, Thread
from sixianghui.remarks.places import Where, register_place
from sixianghui.remarks.queries import Shown, counted, latest, mine, number_shown, shown, switched_off
from sixianghui.remarks.rules import Outcome, State

__all__ = [
    "EVERY",
    "SITE",
    "Kind",
    "Moderation",
    "Outcome",
    "Remark",
    "ReportKind",
    "Shown",
    "State",
    "Thread",
    "Where",
    "answer_appeal",
    "appeal",
    "choose_name",
    "counted",
    "edit",
    "judge",
    "latest",
    "mine",
    "number_shown",
    "open_thread",
    "register_place",
    "report",
    "set_thread",
    "shown",
    "switch_off",
    "switch_on",
    "switched_off",
    "withdraw",
    "write",
]
