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

#: What `make_paper` makes.
PAPER_KINDS = ("pdf", "docx", "xlsx", "json", "html")


def make_paper(edition: Edition, kind: str) -> bytes:
    """A published report as a file, as everybody may see it; the same bytes each time."""
    # What makes documents takes a moment to import; only who makes one waits for it.
    from sixianghui.reports import papers

    return papers.make(edition, kind)


__all__ = [
    "PAPER_KINDS",
    "Audience",
    "Content",
    "Edition",
    "Report",
    "Template",
    "Words",
    "approve",
    "begin",
    "body",
    "make_paper",
    "publish_report",
    "return_report",
    "save_report",
    "submit",
    "take_back",
    "withdraw",
]
