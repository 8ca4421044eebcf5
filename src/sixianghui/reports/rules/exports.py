"""Which files are made at once, and how long those are kept that are not. Pure."""

from __future__ import annotations

import datetime as dt

#: The rows behind a number are sent at once up to so many; more are made by a job.
ROWS_AT_ONCE = 20_000
#: A sheet holds 1,048,576 rows with its head.
LONGEST_SHEET = 1_048_000
#: A file is there for so long.
LIFE = dt.timedelta(days=7)
#: One that was not finished by then never will be; another may be asked for.
GIVEN_UP = dt.timedelta(hours=2)
KINDS = ("csv", "xlsx")
