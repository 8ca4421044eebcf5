"""How this room forgets somebody: whoever left is emptied, whoever still belongs stays on the roster."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sixianghui.common import time
from sixianghui.directory.models import (
    AppointmentRequest,
    Card,
    Handover,
    Person,
    PersonNumbers,
    RosterImport,
)
from sixianghui.directory.signals import appointment_changed
from sixianghui.vault.public import Erasure, Holder, Subject, register_holder

NAMELESS = "已删除"


def register() -> None:
    """Called when the app is ready."""
    register_holder(Holder("directory", _("组织与人员"), erase, order=40))


def erase(subject: Subject) -> Erasure:
    """Empty the row of somebody who left; of somebody who still belongs, only the link to the account and the card go."""
    done = Erasure()
    # Before the roster, as an import takes the two.
    uploads = RosterImport.objects.filter(account=subject.account or 0).exclude(file_name="")
    done.note(_("文件名"), uploads.update(file_name=""))
    # A write, not a lock to read: it waits for an import that holds the whole roster here, where no row is held yet.
    Person.objects.filter(pk=subject.person or 0).update(changed_at=F("changed_at"))
    person = (
        Person.objects.select_related("account")
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=subject.person or 0)
        .first()
    )
    if person is None:
        return done
    belongs = person.affiliations.filter(until__isnull=True).exists()
    account, person.account = person.account, None
    cards = Card.objects.filter(person=person)
    done.note(_("身份卡"), cards.count())
    cards.delete()
    if belongs:
        done.keep(
            _("名册上的姓名、身份、组织关系和任职"),
            _("现在还是这个组织的人，名册是党组织的法定职责。转出或离开以后可以再申请。"),
        )
    else:
        _empty(person, done)
    person.changed_at = time.now()
    person.save()
    if account is not None:
        appointment_changed.send(sender=Person, account=account)
    return done


def _empty(person: Person, done: Erasure) -> None:
    done.note(_("姓名、拼音、编号和日期"), int(person.erased_at is None))
    person.name, person.pinyin, person.initials, person.number = NAMELESS, "", "", ""
    person.birth_on = person.employed_on = None
    person.erased_at = person.erased_at or time.now()
    person.left_on = person.left_on or time.today()
    for label, rows in (
        (_("政治面貌和它的经过"), person.standings.all()),
        (_("组织关系"), person.affiliations.all()),
        (_("没有办完的任职申请"), person.appointment_requests.filter(outcome="")),
        (_("手机号和身份证号"), PersonNumbers.objects.filter(person=person)),
    ):
        done.note(label, rows.count())
        rows.delete()
    requests = AppointmentRequest.objects.filter(person=person).exclude(reason="", answer="")
    done.note(_("任职申请里的话"), requests.update(reason="", answer=""))
    notes = Handover.objects.filter(Q(successor=person) | Q(appointment__person=person)).exclude(note="")
    done.note(_("交接时交代的话"), notes.update(note=""))
    if person.appointments.exists():
        done.keep(
            _("任职的起止"),
            _("哪个组织哪段时间有人担任这一职务，是组织的历史；名字已经抹去。"),
        )
