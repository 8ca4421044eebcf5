"""What the house knows of somebody, for their own eyes."""

from __future__ import annotations

from dataclasses import dataclass

from sixianghui.access.public import Account
from sixianghui.directory import public as directory
from sixianghui.vault import public as vault
from sixianghui.vault.public import Asked, Consent, Section, Subject, Text


def subject_of(account: Account) -> Subject:
    """An account and the person of the roster behind it."""
    person = directory.person_of(account)
    return Subject(account.pk, person.pk if person else None)


@dataclass(frozen=True)
class Told:
    """What one room knows: its name, and the tables in which it knows something."""

    name: str
    label: Text
    sections: list[Section]


def everything_about(subject: Subject) -> list[Told]:
    """All rooms that know something, the topmost last: a reader begins with their account and their unit."""
    found = [Told(one.name, one.label, one.sections(subject)) for one in reversed(vault.holders())]
    return [told for told in found if told.sections]


@dataclass(frozen=True)
class Answered:
    """Something that needs a yes, and the standing yes if there is one."""

    asked: Asked
    given: Consent | None


def consents_now(account: Account) -> list[Answered]:
    """Everything one may be asked for, with what one said."""
    standing = {one.purpose: one for one in vault.consents_of(account.pk).filter(withdrawn_at__isnull=True)}
    found = []
    for asked in vault.all_asked():
        given = standing.get(asked.code)
        found.append(Answered(asked, given if given and given.wording == asked.wording else None))
    return found
