"""Writes of this room."""

from sixianghui.remarks.commands.asking import answer_appeal, appeal, report
from sixianghui.remarks.commands.judging import Judged, Seen, judge, judge_all
from sixianghui.remarks.commands.keeping import erase_of, forget_old
from sixianghui.remarks.commands.order import (
    add_word,
    add_words,
    mute,
    remove_word,
    set_thread,
    switch_off,
    switch_on,
    unmute,
)
from sixianghui.remarks.commands.threads import (
    close_threads,
    hold_threads,
    moderate_threads,
    note_export,
    open_thread,
)
from sixianghui.remarks.commands.unmasking import unmask
from sixianghui.remarks.commands.writing import choose_name, edit, require_open, withdraw, write

__all__ = [
    "Judged",
    "Seen",
    "add_word",
    "add_words",
    "answer_appeal",
    "appeal",
    "choose_name",
    "close_threads",
    "edit",
    "erase_of",
    "forget_old",
    "hold_threads",
    "judge",
    "judge_all",
    "moderate_threads",
    "mute",
    "note_export",
    "open_thread",
    "remove_word",
    "report",
    "require_open",
    "set_thread",
    "switch_off",
    "switch_on",
    "unmask",
    "unmute",
    "withdraw",
    "write",
]
