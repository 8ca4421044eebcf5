"""The drawings, by what they show. Importing this enters them all."""

from __future__ import annotations

from sixianghui.project.replay.pictures.scenes import (
    halls,
    outside,
    reading,
    service,
    speaking,
    teaching,
    walls,
    work,
)

__all__ = ["halls", "outside", "reading", "service", "speaking", "teaching", "walls", "work"]
