"""Reads about requests: one's own, and those that wait for one's answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from sixianghui.access.public import Account, Person, Within, within
from sixianghui.directory import public as directory
from sixianghui.privacy.actions import Action
from sixianghui.privacy.models import Kind, Request
from sixianghui.vault.public import Subject, Text, registered, registered_for

#: Who may edit people of a unit may also answer what those ask to have corrected.
EDIT_PERSON = "person:edit"


def own_requests(account: Account) -> QuerySet[Request]:
    """What somebody asked for, the newest first."""
    return Request.objects.filter(account=account).order_by("-made_at", "-pk")


def requests_to_answer(asker: Person) -> QuerySet[Request]:
    """Requests that somebody may answer, answered ones too; never one's own."""
    answer, edit = within(asker, Action.ANSWER), within(asker, EDIT_PERSON)
    reach = _in(answer) | (Q(kind=Kind.CORRECTION) & _in(edit))
    if answer:
        reach |= Q(unit__isnull=True)
    return (
        Request.objects.filter(reach)
        .exclude(account_id=asker.pk or 0)
        .select_related("account", "unit", "answered_by")
    )


def _in(where: Within) -> Q:
    return Q() if where.everywhere else Q(unit_id__in=where.units)


def waiting_for(asker: Person) -> QuerySet[Request]:
    """Those that wait, the oldest first."""
    return requests_to_answer(asker).filter(outcome="")


def request_of(asker: Person, ref: str) -> Request | None:
    """One of them by its ref, or one of one's own."""
    found = requests_to_answer(asker).filter(ref=ref).first()
    if found is None and asker.pk:
        found = Request.objects.filter(ref=ref, account_id=asker.pk).first()
    return found


def unit_of(account: Account) -> directory.Unit | None:
    """The unit that somebody's request goes to: where they belong, else where they hold a post."""
    person = directory.person_of(account)
    if person is None:
        return None
    affiliation = (
        person.affiliations.filter(until__isnull=True).order_by("-line").select_related("unit").first()
    )
    if affiliation is not None:
        return affiliation.unit
    post = directory.own_appointments(account).first()
    return post.unit if post is not None else None


def topics(subject: Subject) -> Iterator[tuple[str, Text]]:
    """What one may ask to have corrected: what the roster says of oneself. Anything else one says in words."""
    for one in registered():
        if one.label.split(".")[0] != "directory":
            continue
        for about in one.about:
            if subject.id_of(about.kind) is None:
                continue
            for field, entry in one.personal():
                if not entry.unexported and not entry.counted and field.remote_field is None:
                    yield f"{one.label}.{field.name}", f"{one.title} · {one.word(field)}"
            break


def topic_words(topic: str) -> str:
    """What a reader calls the field that a request names."""
    label, _dot, name = topic.rpartition(".")
    found = registered_for(label) if label else None
    words = [
        one.word(field) for one in [found] if one for field, _entry in one.personal() if field.name == name
    ]
    return f"{found.title} · {words[0]}" if found and words else ""


def person_to_correct(asker: Person, request: Request) -> directory.Person | None:
    """The person of the roster whom a request is about, if `asker` may see them."""
    return directory.people_visible_to(asker).filter(account_id=request.account_id).first()
