"""Tables of this room."""

from sixianghui.remarks.models.control import Bucket, HeldWord, Mute, Switch
from sixianghui.remarks.models.decisions import (
    Appeal,
    AppealAnswer,
    AppealWords,
    Report,
    ReportKind,
    Verdict,
    Withdrawal,
)
from sixianghui.remarks.models.threads import Alias, Author, Kind, Moderation, Remark, Thread, Words

__all__ = [
    "Alias",
    "Appeal",
    "AppealAnswer",
    "AppealWords",
    "Author",
    "Bucket",
    "HeldWord",
    "Kind",
    "Moderation",
    "Mute",
    "Remark",
    "Report",
    "ReportKind",
    "Switch",
    "Thread",
    "Verdict",
    "Withdrawal",
    "Words",
]
