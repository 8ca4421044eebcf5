"""Token buckets: how often something may happen, with a burst. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bucket:
    """A named limit: `most` at once, and one more every `seconds` after that."""

    name: str
    most: int
    seconds: float

    def level(self, before: float, elapsed: float) -> float:
        """How many tokens there are `elapsed` seconds after there were `before`."""
        return min(float(self.most), before + max(0.0, elapsed) / self.seconds)

    def wait(self, level: float) -> float:
        """Seconds until one may be taken; nothing while one is there."""
        return max(0.0, (1.0 - level) * self.seconds)
