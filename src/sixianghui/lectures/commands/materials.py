"""What goes with a lecture: its poster, and things to take along."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.lectures import queries, rules
from sixianghui.lectures.actions import Action
from sixianghui.lectures.commands.planning import lock
from sixianghui.lectures.commands.telling import purge
from sixianghui.lectures.models import Lecture, Material
from sixianghui.lectures.rules import State
from sixianghui.media.public import Consent, Picture, save_file, save_picture, unask


def set_poster(lecture: Lecture, file: Any, *, alt: str, by: Account) -> Lecture:
    """Put a poster on it, in place of the one before. Those in it agree, or nobody is in it."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        locked = lock(lecture)
        poster = save_picture(
            file, title=locked.activity.title, alt=alt, by=by, consent=Consent.AGREED,
            is_sample=locked.activity.unit.is_sample,
        )  # fmt: skip
        return _hang(locked, poster, by=by)


def remove_poster(lecture: Lecture, *, by: Account) -> Lecture:
    """Take the poster off. The picture stays where pictures are kept, and is sent to nobody unless it stands elsewhere."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        return _hang(lock(lecture), None, by=by)


def _hang(lecture: Lecture, poster: Picture | None, *, by: Account) -> Lecture:
    """Put this one up, or none; what hung there before is sent to nobody, unless it stands elsewhere."""
    before, lecture.poster = lecture.poster, poster
    lecture.save(update_fields=["poster"])
    if before is not None and not Lecture.objects.filter(poster=before).exists():
        unask(before, by=by)
    audit.record("lecture:poster", actor=by, thing=lecture)
    purge(lecture)
    return lecture


def add_file(lecture: Lecture, file: Any, *, title: str, by: Account) -> Material:
    """Add a file to take along, before, during or after."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        locked = _open(lecture)
        kept = save_file(file, title=_titled(title), by=by, is_sample=locked.activity.unit.is_sample)
        return _added(Material(lecture=locked, title=_titled(title), file=kept), by=by)


def add_link(lecture: Lecture, link: str, *, title: str, by: Account) -> Material:
    """Add an address to look at."""
    require(by, Action.RUN, lecture.activity)
    if not link.startswith(("https://", "http://")) or len(link) > rules.LINK_LENGTH:
        raise HouseError(_("网址请从 https:// 写起。"))
    with transaction.atomic():
        locked = _open(lecture)
        return _added(Material(lecture=locked, title=_titled(title), link=link), by=by)


def remove_material(material: Material, *, by: Account) -> None:
    """Take something off the list; a file stays where files are kept."""
    require(by, Action.RUN, material.lecture.activity)
    with transaction.atomic():
        audit.record("lecture:material-off", actor=by, thing=material.lecture)
        purge(material.lecture)
        material.delete()


def _titled(title: str) -> str:
    plain = " ".join(title.split())[: rules.TITLE_LENGTH]
    if not plain:
        raise HouseError(_("请写一句这是什么资料。"))
    return plain


def _open(lecture: Lecture) -> Lecture:
    locked = lock(lecture)
    if queries.standing(locked).state is State.CALLED_OFF:
        raise Conflict(_("这堂课取消了。"))
    if Material.objects.filter(lecture=locked).count() >= rules.MOST_MATERIALS:
        raise Conflict(_("一堂课最多放 %(most)d 份资料。") % {"most": rules.MOST_MATERIALS})
    return locked


def _added(material: Material, *, by: Account) -> Material:
    material.save()
    audit.record("lecture:material", actor=by, thing=material.lecture)
    purge(material.lecture)
    return material
