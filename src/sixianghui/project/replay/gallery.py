"""The demo's pictures and panoramas, put into the house the way an editor would: uploaded, described, and used."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable

from django.core.files.base import ContentFile

from sixianghui.channel.public import (
    ColumnFace,
    PanoramaPage,
    all_confirmed,
    columns,
    pass_review,
    submit_article,
    write_draft,
)
from sixianghui.common.time import shanghai
from sixianghui.media import public as media
from sixianghui.project.replay import content, pictures
from sixianghui.project.replay.steps import Stage, Step

EDITOR = "hejing"
CREDIT = "插图：本频道（样例）"
TOUR = "在红谷走一圈"
WALK = "walk"
_AT = shanghai(2018, 1, 12, 10)


def picture_of(stage: Stage, theme: str, number: int, *, by: str = EDITOR) -> media.Picture:
    """A picture of a theme; drawn and uploaded when it is first used."""
    wanted = pictures.pick(theme, number)
    if wanted.key not in stage.pictures:
        found = media.Picture.objects.filter(title=wanted.title, is_sample=True).first()
        stage.pictures[wanted.key] = found or media.save_picture(
            ContentFile(pictures.render(wanted.key, content.drafts()), name=f"{wanted.key}.jpg"),
            title=wanted.title,
            alt=wanted.alt,
            by=stage.person(by),
            consent=media.Consent.DRAWING,
            credit=CREDIT,
            is_sample=True,
        )
    return stage.pictures[wanted.key]


def steps() -> list[Step]:
    """The rooms of the base one after the other, and the walk through them."""
    rooms = pictures.panoramas()
    return [
        *(Step(f"panorama:{room.key}", "media", _AT, _add(room)) for room in rooms),
        Step("panorama:tour", "media", _AT, _tour),
        Step("panorama:page", "channel", _AT + dt.timedelta(minutes=30), _write),
        *(
            Step(
                f"panorama:page:{number}",
                "channel",
                _AT + dt.timedelta(minutes=30 + 40 * number),
                functools.partial(_pass, who),
            )
            for number, who in enumerate(("fangting", "mengshan", "xuyian"), 1)
        ),
    ]


def _add(room: pictures.Panorama) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        by = stage.person(EDITOR)
        one = media.add_panorama(
            ContentFile(room.read(), name=f"{room.key}.jpg"),
            title=room.title,
            alt=room.alt,
            by=by,
            consent=media.Consent.DRAWING,
            credit=CREDIT,
            is_sample=True,
        )
        for spot in room.hotspots:
            media.add_hotspot(
                one, yaw=spot.yaw, pitch=spot.pitch, label=spot.label, text=spot.sentence, by=by
            )
        return one

    return run


def _tour(stage: Stage) -> object:
    titles = [room.title for room in pictures.panoramas()]
    found = {one.title: one for one in media.panoramas()}
    return media.make_tour(
        title=TOUR,
        summary="五个房间，从直播背景墙走到读书角。（样例）",
        stops=[found[title] for title in titles],
        by=stage.person(EDITOR),
        is_sample=True,
    )


def _write(stage: Stage) -> object:
    """The walk as a piece of its column; it goes through the desk like any other."""
    by = stage.person(EDITOR)
    column = next(one for one in columns() if one.face == ColumnFace.PANORAMA)
    tour = next(one for one in media.tours() if one.title == TOUR)
    page = PanoramaPage(
        title=TOUR,
        slug=WALK,
        summary="从直播背景墙走到读书角，五个房间，拖着看，也可以照着名单一处一处走。",
        source="本频道",
        kicker="红谷基地",
        tour=tour,
        is_sample=True,
        body=[
            (
                "text",
                "<p>房间是画出来的样例，不是照片，也不是红谷的原样。每个房间都有几处标出来的地方，点开有说明。</p>",
            )
        ],
    )
    return submit_article(write_draft(column, page, by=by), by=by)


def _pass(who: str, stage: Stage) -> object:
    page = PanoramaPage.objects.get(slug=WALK)
    return pass_review(page, by=stage.person(who), checks=all_confirmed(page))
