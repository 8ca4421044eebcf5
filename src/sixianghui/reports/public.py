"""What other rooms may use of reports: write them, have them checked, publish them, read what was published."""

from sixianghui.reports.commands import (
    Words,
    approve,
    begin,
    publish_report,
    return_report,
    save_report,
    submit,
    take_back,
    withdraw,
)
from sixianghui.reports.models import Audience, Edition, Report, Template
from sixianghui.reports.rules import body
from sixianghui.reports.rules.frozen import Content

__all__ = [
    "Audience",
    "Content",
    "Edition",
    "Report",
    "Template",
    "Words",
    "approve",
    "begin",
    "body",
    "publish_report",
    "return_report",
    "save_report",
    "submit",
    "take_back",
    "withdraw",
]
