"""What this installation is, and how far a replay has come."""

from __future__ import annotations

from django.db import models


class Instance(models.Model):
    """One row: whether this is a demo, and how far its clock stands from the real one."""

    is_demo = models.BooleanField(default=False)
    clock_shift = models.DurationField(
        null=True, help_text="domain time minus real time; none: the real time"
    )
    replay = models.CharField(max_length=40, blank=True)
    replay_total = models.PositiveIntegerField(default=0)
    replay_done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "demo" if self.is_demo else "site"


class ReplayStep(models.Model):
    """A step of a replay that is done: its key makes a second run skip it."""

    replay = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    room = models.CharField(max_length=40)
    at = models.DateTimeField(help_text="the domain's time of the step")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["replay", "key"], name="replay_step_once")]

    def __str__(self) -> str:
        return f"{self.replay}: {self.key}"
