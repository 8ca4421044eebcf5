"""What a picture is, and the list of those that are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sixianghui.project.replay.pictures.drawing import GROUND, Sheet

Drawn = Callable[[Sheet], None]


@dataclass(frozen=True)
class Picture:
    """A picture of the demo. alt: what one sees, in a sentence."""

    key: str
    theme: str
    title: str
    alt: str


@dataclass(frozen=True)
class Scene:
    """A picture, how it is drawn, and on what ground."""

    picture: Picture
    drawn: Drawn
    ground: str


SCENES: dict[str, Scene] = {}


def scene(theme: str, title: str, alt: str, ground: str = GROUND) -> Callable[[Drawn], Drawn]:
    """Enter a drawing under its theme; the second of a theme gets the number 2."""

    def enter(drawn: Drawn) -> Drawn:
        number = 1 + sum(one.picture.theme == theme for one in SCENES.values())
        key = f"{theme}-{number}"
        SCENES[key] = Scene(Picture(key, theme, title, alt), drawn, ground)
        return drawn

    return enter
