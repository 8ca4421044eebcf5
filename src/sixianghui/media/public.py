"""What other rooms may use of media."""

from __future__ import annotations

from sixianghui.media.fonts import Font, font_path

__all__ = ["Font", "font_path"]
