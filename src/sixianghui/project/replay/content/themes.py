"""What the demo's pictures show. An article names a theme; `pictures` draws at least two pictures of each."""

from __future__ import annotations

THEMES: tuple[str, ...] = (
    "hall", "podium", "meeting", "whiteboard", "code", "server-room", "network", "chip", "phone-repair",
    "caravan", "village-class", "online-shop", "study-tour", "contest", "night-shift", "security-desk",
    "letter", "question", "guide-desk", "form", "calendar", "city", "spring", "tree-planting", "volunteer",
    "badge", "podcast", "poster", "bookshelf", "reading-corner", "oath-wall", "pioneer-wall", "activity-wall",
    "members-home", "backdrop", "newspaper",
)  # fmt: skip
#: Charts, drawn from what the replay itself records.
CHARTS: tuple[str, ...] = (
    "chart-by-month", "chart-by-column", "chart-by-weekday", "chart-by-unit", "chart-lengths", "chart-turns",
    "chart-units", "chart-steps",
)  # fmt: skip
