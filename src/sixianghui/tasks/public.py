"""What other rooms may use: jobs, routines, and the worker."""

from sixianghui.tasks.housekeeping import forget_doubles
from sixianghui.tasks.jobs import job
from sixianghui.tasks.routines import every
from sixianghui.tasks.worker import before_each, run_worker, work_off

__all__ = ["before_each", "every", "forget_doubles", "job", "run_worker", "work_off"]
