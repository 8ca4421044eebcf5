"""Writing a letter and taking it back. Anybody may write, so the first of the five steps is left out here."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import ids, time
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.complaints import queries, rules
from sixianghui.complaints.askers import Asker
from sixianghui.complaints.commands.desks import lay_on, lock
from sixianghui.complaints.models import Complaint, Kind, Part, Sender, Why, Withdrawal, Words
from sixianghui.complaints.rules import Asking
from sixianghui.complaints.search import LIST
from sixianghui.directory.public import Unit, open_units
from sixianghui.ui import public as ui


@dataclass(frozen=True)
class Written:
    """A letter that was received, and its receipt code: the only moment at which the house knows it."""

    complaint: Complaint
    code: str


def write(
    kind: Kind,
    text: str,
    *,
    nonce: str,
    by: Account | None = None,
    named: bool = True,
    contact: str = "",
    page: str = "",
    asker: Asker | None = None,
    asking: Asking | None = None,
) -> Written:
    """Receive a letter, promise a day, and lay it on a desk.

    `by` None, or `named` false: nobody is written down, and a receipt code reads the answer. `nonce` was made with the
    form: the same form sent twice is one letter, with the same code; with other words it is a `Conflict`, another wish
    holds while nobody has answered. `asker` is whoever sent the request that asks too much. `asking`: what a question
    has beside its words, and nothing else has.
    """
    if kind == Kind.QUESTION:
        asking = _checked(asking)
    if not rules.SHORTEST <= len(text.strip()) <= rules.LONGEST:
        raise HouseError(
            _("请写 %(least)d 到 %(most)d 个字。") % {"least": rules.SHORTEST, "most": rules.LONGEST}
        )
    sender = by if named else None
    code = "" if sender is not None else _code(nonce)
    ref = ref_of(nonce)
    before = Complaint.objects.filter(ref=ref).first()
    if before is None:
        try:
            with transaction.atomic():
                made = _receive(ref, kind, text.strip(), by, asker)
                _keep(made, text.strip(), sender, code, contact.strip(), page, asker, asking)
                return Written(made, code)
        except IntegrityError:
            before = Complaint.objects.filter(ref=ref).first()  # the same form, sent twice at once
            if before is None:
                raise
    return Written(_same(before, kind, text.strip(), sender, contact.strip(), asking), code)


def _checked(asking: Asking | None) -> Asking:
    title = asking.title.strip() if asking is not None else ""
    name = asking.shown_as.strip() if asking is not None else ""
    if asking is None or not rules.TITLE_SHORTEST <= len(title) <= rules.TITLE_LONGEST:
        raise HouseError(
            _("题目请写 %(least)d 到 %(most)d 个字。")
            % {"least": rules.TITLE_SHORTEST, "most": rules.TITLE_LONGEST}
        )
    if len(name) > rules.NAME_LENGTH:
        raise HouseError(_("署名请控制在 %(most)d 个字以内。") % {"most": rules.NAME_LENGTH})
    return Asking(title, asking.public, name if asking.public else "")


def ref_of(nonce: str) -> str:
    """The name in addresses of the letter that a form with this number makes."""
    return ids.digest_of(f"complaint {nonce}")[:24]


def _receive(ref: str, kind: Kind, text: str, by: Account | None, asker: Asker | None) -> Complaint:
    """The facts, and a desk. Nobody is named in them."""
    promised = rules.promise(time.today())
    start = _start(kind, asker)
    barred = {one for one in (by.pk if by else None, asker.account if asker else None) if one is not None}
    desk = queries.route(kind, start, frozenset(barred))
    complaint = Complaint.objects.create(
        ref=ref,
        kind=kind,
        at=time.now(),
        unit_id=desk.unit if desk else (start.pk if start else None),
        promised_on=promised.day,
        provisional=promised.provisional,
    )
    if desk is not None:
        lay_on(complaint, desk, Why.RECEIVED, actor=None)
    ui.purge("figures", *([LIST] if kind == Kind.QUESTION else []))
    return complaint


def _keep(
    complaint: Complaint,
    text: str,
    account: Account | None,
    code: str,
    contact: str,
    page: str,
    asker: Asker | None,
    asking: Asking | None,
) -> None:
    """What was written and by whom, in tables that can be emptied."""
    Sender.objects.create(
        complaint=complaint,
        account=account,
        code_digest=ids.digest_of(rules.plain_code(code)) if code else None,
        contact=contact,
        page=page,
        asker_id=asker.account if asker else None,
        public=asking is not None and asking.public,
        shown_as=asking.shown_as if asking is not None else "",
    )
    if asking is not None:
        Words.objects.create(complaint=complaint, part=Part.TITLE, text=asking.title, at=complaint.at)
    Words.objects.create(complaint=complaint, part=Part.LETTER, text=text, at=complaint.at)
    audit.record("complaint:write", actor=account, thing=complaint, detail={"kind": str(complaint.kind)})


def _start(kind: Kind, asker: Asker | None) -> Unit | None:
    """Where the search for a desk begins: at the unit that asked too much, else at the committee."""
    if kind == Kind.BURDEN and asker is not None and asker.unit is not None:
        unit = open_units().filter(pk=asker.unit).first()
        if unit is not None:
            return unit
    return queries.committee()


def _same(
    before: Complaint, kind: Kind, text: str, account: Account | None, contact: str, asking: Asking | None
) -> Complaint:
    """The letter that this form made before, unless something else is in the form now."""
    wrote = queries.sender_of(before)
    said = {one.part: one.text for one in Words.objects.filter(complaint=before)}
    title = asking.title if asking is not None else None
    as_written = before.kind == kind and (said.get(Part.LETTER), said.get(Part.TITLE)) == (text, title)
    if wrote is None or wrote.account != account or not as_written:
        raise Conflict(_("这一份已经收下了。要补充，请另写一份。"))
    wish = (asking.public, asking.shown_as, contact) if asking is not None else (False, "", contact)
    if (wrote.public, wrote.shown_as, wrote.contact) != wish:
        _rethink(before, *wish, by=account)
    return before


def _rethink(complaint: Complaint, public: bool, shown_as: str, contact: str, *, by: Account | None) -> None:
    """Whoever wrote it wants the answer otherwise, while nobody has answered: for themselves alone, under another name.

    What is for the writer alone stays so: a form that comes once more may be older than the wish.
    """
    with transaction.atomic():
        is_open = lock(complaint).state.is_open
        wrote = queries.sender_of(complaint)
        if not is_open or wrote is None:
            raise Conflict(_("这一份已经办完了，刚才改的没有记下。请打开这封信看看。"))
        if public and not wrote.public:
            raise Conflict(_("这一份已经收下了，答复只给你一个人看。想让大家都看到，请另写一份。"))
        wrote.public, wrote.shown_as, wrote.contact = public, shown_as, contact
        wrote.save(update_fields=["public", "shown_as", "contact"])
        audit.record("complaint:rethink", actor=by, thing=complaint)


def _code(nonce: str) -> str:
    made = salted_hmac("complaints.code", nonce, secret=settings.LASTING_KEY, algorithm="sha256")
    return rules.code_of(made.digest())


def whose(complaint: Complaint, by: Account | None, code: str) -> Sender:
    """Whoever wrote a letter, known by the account or by the receipt code. Raises `NotThere` for anybody else."""
    sender = queries.sender_of(complaint)
    digest = ids.digest_of(rules.plain_code(code)) if code else None
    mine = sender is not None and (
        sender.account == by if by is not None else digest is not None and sender.code_digest == digest
    )
    if not mine or sender is None:
        raise NotThere(_("没有这封信。"))
    return sender


def withdraw(complaint: Complaint, *, by: Account | None = None, code: str = "") -> Withdrawal:
    """Take a letter back while nobody has answered. Its words are deleted at once; that it came and went stays.

    Whoever wrote it may: by their account, or by the receipt code.
    """
    sender = whose(complaint, by, code)
    with transaction.atomic():
        if not lock(complaint).state.is_open:
            raise Conflict(_("已经答复或撤回了，不用再撤。"))
        made = Withdrawal.objects.create(complaint=complaint, at=time.now(), unit=complaint.unit)
        Words.objects.filter(complaint=complaint).delete()
        sender.contact = sender.page = sender.shown_as = ""
        sender.public = False
        sender.save(update_fields=["contact", "page", "shown_as", "public"])
        audit.record("complaint:withdraw", actor=by, thing=complaint)
        ui.purge("figures", LIST)
    return made
