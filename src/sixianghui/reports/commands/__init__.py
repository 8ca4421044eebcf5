"""Writes of the room."""

from sixianghui.reports.commands.drafts import Words, begin, discard, save_report
from sixianghui.reports.commands.editions import publish_report, withdraw
from sixianghui.reports.commands.exports import (
    ask_for_rows,
    drop_exports,
    drop_old_exports,
    fetch_export,
)
from sixianghui.reports.commands.ledgers import save_ledger
from sixianghui.reports.commands.review import approve, return_report, submit, take_back
from sixianghui.reports.commands.templates import (
    delete_template,
    install,
    keep_template,
    restore_template,
    retire_template,
    save_as_template,
)

__all__ = [
    "Words",
    "approve",
    "ask_for_rows",
    "begin",
    "delete_template",
    "discard",
    "drop_exports",
    "drop_old_exports",
    "fetch_export",
    "install",
    "keep_template",
    "publish_report",
    "restore_template",
    "retire_template",
    "return_report",
    "save_as_template",
    "save_ledger",
    "save_report",
    "submit",
    "take_back",
    "withdraw",
]
