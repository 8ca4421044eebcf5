"""A worker in a process of its own that leaves a job that hangs at once, and has the jobs of these tests."""

from __future__ import annotations

import sys

import django


def main() -> int:
    """Do jobs as `sixianghui worker` does; what that returns."""
    django.setup()
    from sixianghui.project import config
    from sixianghui.project import worker as command
    from sixianghui.tasks import worker
    from tests.unit.tasks import jobs  # so that they can be found

    assert jobs
    worker.GRACE, worker.SIGN_OF_LIFE = 0.1, 0.05
    return command.run(config.load().run)


if __name__ == "__main__":
    sys.exit(main())
