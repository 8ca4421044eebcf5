"""What search knows of this room: reports that were published for everybody and stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sixianghui.reports.queries import editions as queries
from sixianghui.reports.rules.comparing import said_in
from sixianghui.search import public as search
from sixianghui.ui import public as ui

REPORTS = "reports"


def register() -> None:
    """Tell `search`."""
    search.register_documents(search.DocumentSource(REPORTS, _documents, lambda: {REPORTS: _("成效报告")}))


def show_report(report: int) -> None:
    """Something was published of a report, or withdrawn: find its newest edition that stands, or nothing."""
    found = queries.newest_open().filter(report=report).first()
    if found is None:
        search.remove(REPORTS, [str(report)])
    else:
        search.put(_document(found))
    ui.purge(search.TAG)


def _documents() -> Iterator[search.Doc]:
    return (_document(one) for one in queries.newest_open().order_by("pk").iterator(chunk_size=50))


def _document(edition: Any) -> search.Doc:
    content = queries.content_of(edition)
    return search.Doc(
        REPORTS,
        str(edition.report_id),
        edition.title,
        reverse("reports:edition", args=[edition.ref]),
        lead=f"{content.organ} {content.scope_label}",
        body="\n".join(said_in(content)),
        at=edition.at,
        column=REPORTS,
    )
