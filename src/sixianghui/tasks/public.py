"""What other rooms may use: jobs and how far they are, routines, the worker, and what there is to see of them."""

from sixianghui.tasks.clock import now
from sixianghui.tasks.commands import drop, try_again
from sixianghui.tasks.housekeeping import forget_doubles
from sixianghui.tasks.jobs import job, later
from sixianghui.tasks.leaps import Hold, erasing_waits
from sixianghui.tasks.outbox import NotAtAll, NotNow, Sender, open_ones, register_outbox, send_once, settle
from sixianghui.tasks.progress import progress
from sixianghui.tasks.queries import (
    AtWork,
    Counts,
    Job,
    Turn,
    asked_for,
    counts,
    failed,
    running,
    shown,
    turns,
    waiting,
    workers,
)
from sixianghui.tasks.queries import job as job_of
from sixianghui.tasks.routines import every
from sixianghui.tasks.silence import Silence
from sixianghui.tasks.worker import before_each, run_worker, work_off

__all__ = [
    "AtWork",
    "Counts",
    "Hold",
    "Job",
    "NotAtAll",
    "NotNow",
    "Sender",
    "Silence",
    "Turn",
    "asked_for",
    "before_each",
    "counts",
    "drop",
    "erasing_waits",
    "every",
    "failed",
    "forget_doubles",
    "job",
    "job_of",
    "later",
    "now",
    "open_ones",
    "progress",
    "register_outbox",
    "run_worker",
    "running",
    "send_once",
    "settle",
    "shown",
    "try_again",
    "turns",
    "waiting",
    "work_off",
    "workers",
]
