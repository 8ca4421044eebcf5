"""Replays: a stretch of history played through the real commands on a clock of its own.

The only place that calls every room. A scenario is a list of dated steps, one file per room; a step that is done is
remembered in the same transaction, so that a second run does nothing twice and a killed one goes on.
"""

from __future__ import annotations

from sixianghui.project.replay.play import total_steps

__all__ = ["total_steps"]
