"""How far the replay has come."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sixianghui.project.models import Instance, ReplayStep
from sixianghui.project.replay.play import scenario


@dataclass(frozen=True)
class Progress:
    """Steps done and steps in all for each room, the domain's day of the last one, and whether all is done."""

    rooms: dict[str, tuple[int, int]]
    today: dt.date | None
    done: bool

    @property
    def percent(self) -> int:
        """Of all steps, in whole per cent."""
        return round(
            100 * sum(done for done, _ in self.rooms.values()) / sum(all_ for _, all_ in self.rooms.values())
        )


def replay_progress() -> Progress | None:
    """The progress of this installation's replay; None where nothing is replayed."""
    instance = Instance.objects.first()
    if instance is None or not instance.is_demo:
        return None
    steps = ReplayStep.objects.filter(replay=instance.replay)
    done = Counter(steps.values_list("room", flat=True))
    last = steps.order_by("-pk").first()
    return Progress(
        rooms={
            room: (done[room], count)
            for room, count in Counter(step.room for step in scenario(instance.replay).steps).items()
        },
        today=last.at.date() if last else None,
        done=instance.replay_done_at is not None,
    )
