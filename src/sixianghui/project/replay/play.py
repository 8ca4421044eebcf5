"""Playing a scenario."""

from __future__ import annotations

import datetime as dt
import gc
import time as real
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import translation

from sixianghui.channel.public import our_time
from sixianghui.common import time, wire
from sixianghui.project.models import Instance, ReplayStep
from sixianghui.project.replay.steps import Scenario, Stage, Step
from sixianghui.tasks.public import forget_doubles
from sixianghui.ui import public as ui


def scenario(name: str) -> Scenario:
    """The scenario of this name."""
    from sixianghui.project.replay import zhengzhou_2018

    return {"zhengzhou-2018": zhengzhou_2018.SCENARIO}[name]


def total_steps(name: str) -> int:
    """How many steps a scenario has."""
    return len(scenario(name).steps)


#: Steps of one transaction: a disk that honours flushes takes its time over each, and others wait for the next.
TOGETHER = 10
#: Who waits for SQLite's lock looks every tenth of a second whether it is free, and a replay that begins anew at once is
#: always there before. So it works for so long at a stretch and then leaves the lock alone until everybody has looked.
STRETCH, PAUSE = 1.0, 0.12


def play(
    name: str, *, tell: Callable[[int, int, Step], None] | None = None, script: Scenario | None = None
) -> int:
    """Play what is left of a scenario and set the demo's clock to its end. Returns how many steps were played.

    May run beside a live server. Deterministic: every time comes from the script's clock. `script`: another one than
    the scenario of that name.
    """
    script = script or scenario(name)
    done = set(ReplayStep.objects.filter(replay=name).values_list("key", flat=True))
    stage, played, total = Stage(), 0, len(script.steps)
    manners = _Manners()
    with translation.override("zh-hans"), _seldom_collecting():
        for begin in range(0, total, TOGETHER):
            steps = script.steps[begin : begin + TOGETHER]
            wanted = [step for step in steps if step.key not in done]
            if wanted:
                _do(name, wanted, stage)
                manners.let_others()
                played += len(wanted)
            if tell is not None:
                for number, step in enumerate(steps, begin + 1):
                    tell(number, total, step)
    forget_doubles()
    _finish(script)
    return played


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for garbage less often: a replay makes millions of small objects, none of them in circles for long."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Manners:
    """Leaves SQLite's lock alone for a moment after each stretch of work. PostgreSQL locks rows, and needs none."""

    def __init__(self) -> None:
        self._began = real.monotonic()

    def let_others(self) -> None:
        """Pause if the stretch is over."""
        if connection.vendor == "sqlite" and real.monotonic() - self._began >= STRETCH:
            real.sleep(PAUSE)
            self._began = real.monotonic()


def _do(name: str, steps: Sequence[Step], stage: Stage) -> None:
    with transaction.atomic():
        for step in steps:
            with time.using(time.ManualClock(step.at)), our_time():
                ReplayStep.objects.create(replay=name, key=step.key, room=step.room, at=step.at)
                step.run(stage)


def _finish(script: Scenario) -> None:
    """The demo's clock goes on from the end of the script; a second run leaves it where it is."""
    instance = Instance.objects.first()
    if instance is None or instance.replay_done_at is not None:
        return
    real_now = dt.datetime.now(dt.UTC)
    with transaction.atomic():
        instance.is_demo = True
        instance.replay = script.name
        instance.replay_total = len(script.steps)
        instance.clock_shift = script.ends_at.astimezone(dt.UTC) - real_now
        instance.replay_done_at = real_now
        instance.save()
        ui.purge(wire.EVERYTHING)
