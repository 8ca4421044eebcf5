"""What the front page says of reports: the newest of the last half year, in one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sixianghui.channel.public import Progress
from sixianghui.common import time
from sixianghui.reports.queries import editions as queries

#: An older one is no news.
NEWS = dt.timedelta(days=182)


def progress() -> Iterator[Progress]:
    """The report that everybody may read and that was published last. One query."""
    newest = queries.newest_open().defer("content").filter(at__gte=time.now() - NEWS).first()
    if newest is not None:
        yield Progress("reports/parts/home_report.html", {"edition": newest})
