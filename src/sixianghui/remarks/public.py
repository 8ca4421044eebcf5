"""What other rooms may use of remarks: open threads, write in them, decide, and show what everybody may read."""

from sixianghui.remarks.commands import (
    answer_appeal,
    appeal,
    choose_name,
    edit,
    judge,
    moderate_threads,
    open_thread,
    report,
    set_thread,
    switch_off,
    switch_on,
    withdraw,
    write,
)
from sixianghui.remarks.commands.telling import EVERY, LATEST, SITE, tell_state
from sixianghui.remarks.figures import shown as shown_rows
from sixianghui.remarks.models import Kind, Moderation, Remark, ReportKind, Thread
from sixianghui.remarks.places import Where, find, register_place
from sixianghui.remarks.queries import (
    Part,
    Shown,
    counted,
    latest,
    mine,
    number_shown,
    part,
    shown,
    switched_off,
)
from sixianghui.remarks.rules import Outcome, State

__all__ = [
    "EVERY",
    "LATEST",
    "SITE",
    "Kind",
    "Moderation",
    "Outcome",
    "Part",
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
    "find",
    "judge",
    "latest",
    "mine",
    "moderate_threads",
    "number_shown",
    "open_thread",
    "part",
    "register_place",
    "report",
    "set_thread",
    "shown",
    "shown_rows",
    "switch_off",
    "switch_on",
    "switched_off",
    "tell_state",
    "withdraw",
    "write",
]
