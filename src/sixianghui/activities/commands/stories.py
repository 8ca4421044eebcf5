"""What comes after an activity: pictures, names where a rule needs them, an article to finish."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities import queries, rules
from sixianghui.activities.actions import Action
from sixianghui.activities.commands.writing import lock, purge
from sixianghui.activities.models import Activity, Attendee, Held, Illustration, Story
from sixianghui.audit import public as audit
from sixianghui.channel import public as channel
from sixianghui.common import text, time
from sixianghui.common.errors import Conflict
from sixianghui.directory.public import Person, person_of
from sixianghui.media.public import Consent, Picture, save_picture, unask

PICTURES = 6


def add_picture(activity: Activity, file: Any, *, alt: str, by: Account) -> Illustration:
    """Put a picture beside an activity. Those in it agree, or nobody is in it; what it tells of its making is taken off."""
    require(by, Action.RECORD, activity)
    if Illustration.objects.filter(activity=activity).count() >= PICTURES:
        raise Conflict(_("一次活动最多放 %(most)d 张图。") % {"most": PICTURES})
    with transaction.atomic():
        picture = save_picture(
            file,
            title=activity.title,
            alt=alt,
            by=by,
            consent=Consent.AGREED,
            is_sample=activity.unit.is_sample,
        )
        made = Illustration.objects.create(activity=activity, picture=picture)
        audit.record("activity:picture", actor=by, thing=activity)
        purge(activity)
    return made


def remove_picture(illustration: Illustration, *, by: Account) -> None:
    """Take a picture off an activity. It stays where pictures are kept, and is sent to nobody unless an article has it."""
    require(by, Action.RECORD, illustration.activity)
    with transaction.atomic():
        picture, activity = illustration.picture, illustration.activity
        illustration.delete()
        if not _stands_elsewhere(picture, activity):
            unask(picture, by=by)
        audit.record("activity:picture-off", actor=by, thing=activity)
        purge(activity)


def _stands_elsewhere(picture: Picture, activity: Activity) -> bool:
    """Whether it is beside another activity, or in the article that was begun from this one, sent in or not."""
    if Illustration.objects.filter(picture=picture).exists():
        return True
    story = Story.objects.filter(activity=activity).select_related("page").first()
    return story is not None and channel.shows_picture(story.page, picture)


def name_attendees(
    activity: Activity, people: Iterable[Person], *, by: Account, others: Iterable[Person] = ()
) -> int:
    """Write down who was there, where a rule needs the names; `others` were not, and are taken off the list.

    Whoever is in neither stays as they are: they may have written themselves down meanwhile, at a lecture's door.
    Returns how many.
    """
    require(by, Action.RECORD, activity)
    if not queries.names_wanted(activity):
        raise Conflict(_("这种活动只记人数，不记名字。"))
    until = rules.names_kept_until(activity.starts_on)
    with transaction.atomic():
        locked = lock(activity)
        if queries.standing_held(locked) is None:
            raise Conflict(_("先记下这次活动，再记名字。"))
        here = {person.pk: person for person in people}
        absent = {person.pk for person in others} - here.keys()
        Attendee.objects.filter(activity=locked, person__in=absent).delete()
        Attendee.objects.bulk_create(
            (Attendee(activity=locked, person=person, until=until) for person in here.values()),
            ignore_conflicts=True,
        )
        audit.record("activity:names", actor=by, thing=locked, detail={"people": len(here)})
    return len(here)


def attend(activity: Activity, *, by: Account) -> bool:
    """Somebody writes themselves down at the door, where it was said beforehand that names are needed, and why.

    Nobody else does it for them; twice is once. Returns whether the roster knows them: otherwise there is no name. The
    chain is not told: it would keep what is deleted here.
    """
    person = person_of(by)
    if person is None:
        return False
    until = rules.names_kept_until(activity.starts_on)
    with transaction.atomic():
        Attendee.objects.bulk_create(
            [Attendee(activity=activity, person=person, until=until)], ignore_conflicts=True
        )
    return True


def forget_names() -> int:
    """Delete the names whose purpose is over. Returns how many. May run twice."""
    with transaction.atomic():
        gone, _rows = Attendee.objects.filter(until__lt=time.today()).delete()
        if gone:
            audit.record("activity:forget-names", detail={"people": gone})
    return gone


def begin_story(activity: Activity, *, by: Account) -> Story:
    """Begin an article from what is recorded: facts only. What was said is for people to write.

    It waits unsent among the person's contributions. Asked again, it is the same one.
    """
    require(by, Action.RECORD, activity)
    known = Story.objects.filter(activity=activity).select_related("page").first()
    if known is not None:
        return known
    held = queries.standing_held(activity)
    if held is None:
        raise Conflict(_("先记下这次活动，再写稿子。"))
    pictures = [
        one.picture for one in Illustration.objects.filter(activity=activity).select_related("picture")
    ]
    try:
        with transaction.atomic():
            page = channel.begin_contribution(
                unit=activity.unit,
                title=activity.title,
                text=_facts(activity, held),
                pictures=tuple((picture, picture.description) for picture in pictures),
                by=by,
                is_sample=activity.unit.is_sample,
            )
            made = Story.objects.create(activity=activity, page=page)
            audit.record("activity:story", actor=by, thing=activity)
    except IntegrityError:
        return Story.objects.select_related("page").get(activity=activity)  # pressed twice at once
    return made


def _facts(activity: Activity, held: Held) -> str:
    """When, where, who, how many, and the lines as they were recorded. Chinese, as the channel is."""
    partners = activity.partners.filter(left_at__isnull=True).select_related("unit").order_by("pk")
    units = "、".join([activity.unit.name, *(one.unit.name for one in partners)])
    at = held.at.astimezone(time.SHANGHAI)
    where = f"在{held.place}" if held.place else ""
    together = "一起" if partners else ""
    many = "" if held.present is None else f"，到场 {held.present} 人"
    first = f"{text.long_date(at.date())}，{units}{where}{together}办了“{held.title}”{many}。"
    return "\n\n".join(part for part in (first, held.told.strip()) if part)
