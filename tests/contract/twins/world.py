"""Two organisations that are alike to the last row, so that any id of one can stand in the place of the other's.

Each has a committee with staff, an enterprise's general branch, a branch under it with people, and something of
everything that an address names. What belongs to a side carries its mark in every text.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field, replace

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone
from openpyxl import Workbook

from sixianghui.access.public import Account, Post, may
from sixianghui.activities import public as activities
from sixianghui.activities.commands import add_picture, resolve
from sixianghui.campaigns import public as campaigns
from sixianghui.campaigns.models import Advice, Delivery, Notice, Plan, Point, Sending, Way
from sixianghui.channel.commands import contribute
from sixianghui.channel.public import ColumnFace, open_channel, open_column
from sixianghui.channel.queries import columns_that_take_contributions
from sixianghui.common import time
from sixianghui.complaints import public as complaints
from sixianghui.directory.commands.rosters import upload_roster
from sixianghui.directory.models import Appointment, Person, PersonNumbers, Status, Unit, UnitKind
from sixianghui.directory.public import ask_for_appointment, guide, offer_handover
from sixianghui.lectures import commands as lectures
from sixianghui.ledger.public import WHOLE
from sixianghui.media.models import Stream
from sixianghui.notify.models import Address
from sixianghui.polls import public as polls
from sixianghui.privacy import commands as privacy
from sixianghui.privacy.models import Assessment
from sixianghui.remarks import commands as remarks
from sixianghui.remarks.public import Outcome, Where, register_place
from sixianghui.reports import commands as reports
from sixianghui.reports.commands import save_ledger
from sixianghui.reports.commands.exports import make_export
from sixianghui.reports.models import Export
from sixianghui.reports.rules.periods import Period
from tests.factories import a_person, a_unit, an_account, an_appointment, an_enterprise, someone_with
from tests.factories.files import a_picture, named

DAY = dt.date(2018, 5, 1)


@dataclass
class Side:
    """One of the twins. `mark` is in every text that belongs to it; `refs` names one of each thing that has an address."""

    mark: str
    committee: Unit
    branch: Unit
    clerk: Account
    discipline: Account
    secretary: Account
    successor: Account
    member: Account
    person: Person
    refs: dict[str, str] = field(default_factory=dict)

    def account(self, role: str) -> Account:
        """Someone of this side by what they are."""
        found: Account = getattr(self, role)
        return found


def a_side(mark: str) -> Side:
    """Build one side by the rooms' own commands where they have one."""
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE, name=f"{mark}行业党委", short_name=f"{mark}党委")
    firm = an_enterprise(name=f"{mark}科技", short_name=f"{mark}科技")
    general = a_unit(
        kind=UnitKind.GENERAL_BRANCH, name=f"{mark}总支", short_name=f"{mark}总支", enterprise=firm
    )
    branch = a_unit(name=f"{mark}支部", short_name=f"{mark}支部", parent=general, enterprise=firm)
    clerk = _staff(Post.COMMITTEE_CLERK, committee, f"{mark}文员")
    guide(committee, general, by=clerk)
    discipline = _staff(Post.DISCIPLINE_MEMBER, committee, f"{mark}纪检")
    secretary, successor, member = (_on_roster(branch, f"{mark}{name}") for name in ("书记", "接手", "党员"))
    an_appointment(secretary, branch, Post.SECRETARY)
    person = a_person(branch, name=f"{mark}名册", pinyin=f"{mark}ming", status=Status.ACTIVIST)
    side = Side(mark, committee, branch, clerk, discipline, secretary, successor, member, person)
    _posts(side)
    _access(side)
    _notify(side)
    _roster(side)
    _letter(side)
    _question(side)
    _privacy(side)
    _activities(side, general)
    _hall(side)
    _campaign(side)
    _plans(side)
    _ledger(side)
    _reports(side)
    _polls(side)
    _remarks(side)
    return side


def _staff(post: Post, unit: Unit, name: str) -> Account:
    account = someone_with(post, unit)
    Account.objects.filter(pk=account.pk).update(name=name)
    Person.objects.filter(account=account).update(name=name)
    return Account.objects.get(pk=account.pk)


def _on_roster(unit: Unit, name: str) -> Account:
    account = an_account(name=name)
    a_person(unit, account=account)
    return account


def _posts(side: Side) -> None:
    refs, branch = side.refs, side.branch
    refs["person"] = side.person.ref
    PersonNumbers.objects.create(
        person=side.person,
        phone=f"{side.mark}138",
        phone_index=side.mark,
        id_number=f"{side.mark}410",
        id_number_index=side.mark,
    )
    request = ask_for_appointment(
        side.person,
        unit=branch,
        post=Post.GUIDE,
        since=DAY,
        reason=f"{side.mark}会议",
        by=side.secretary,
    )
    refs["request"] = request.ref
    leader = an_appointment(side.member, branch, Post.ORGANISATION_MEMBER)
    refs["post"] = leader.ref
    own = Appointment.objects.get(person__account=side.secretary, post=str(Post.SECRETARY))
    refs["own post"] = own.ref
    successor = Person.objects.get(account=side.successor)
    refs["handover"] = offer_handover(own, successor, by=side.secretary, note=f"{side.mark}交代").ref
    refs["successor"] = successor.ref
    refs["unit"] = branch.slug
    refs["general"] = branch.parent.slug
    refs["closed unit"] = a_unit(
        name=f"{side.mark}旧支部",
        short_name=f"{side.mark}旧支部",
        parent=branch.parent,
        enterprise=branch.enterprise,
        closed_on=DAY,
    ).slug


def _access(side: Side) -> None:
    passkey = Authenticator.objects.create(
        user=side.secretary,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": f"{side.mark}钥匙", "credential": {}},
    )
    side.refs["passkey"] = str(passkey.pk)
    social = SocialAccount.objects.create(user=side.secretary, provider="weixin", uid=f"{side.mark}-uid")
    side.refs["identity"] = str(social.pk)
    side.refs["account"] = str(side.member.pk)


def _notify(side: Side) -> None:
    address = Address(account=side.secretary, channel="mail", index=side.mark, made_at=timezone.now())
    address.value = f"{side.mark}@example.org"
    address.save()
    side.refs["address"] = address.ref


def _roster(side: Side) -> None:
    """An uploaded roster of the secretary's, read, with a fault in its second row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "人员"
    sheet.append(["编号", "姓名", "所在组织", "政治面貌", "起算日期"])
    sheet.append([side.mark, f"{side.mark}新人", side.branch.name, "中共党员", "2018-05-01"])
    sheet.append(["", f"{side.mark}另一人", "没有登记的支部", "中共党员", "2018-05-01"])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    side.refs["roster"] = upload_roster(file, name=f"{side.mark}.xlsx", by=side.secretary).ref


def _letter(side: Side) -> None:
    """A letter of the member's; every letter comes to the one committee, so the other side's is passed on to its own."""
    written = complaints.write(
        complaints.Kind.SUGGESTION, f"{side.mark}：希望会议短一点。", nonce=side.mark, by=side.member
    )
    side.refs["letter"] = written.complaint.ref
    desk = written.complaint.assignments.get()
    if desk.handler_id != side.clerk.pk:
        barred = frozenset({side.member.pk, desk.handler_id})
        to = next(
            one
            for one in complaints.destinations(written.complaint, barred)
            if one.desk.account == side.clerk.pk
        )
        complaints.pass_on(written.complaint, to, "这件事归你们那边办，转给你们", by=desk.handler)


def _question(side: Side) -> None:
    """A question of the member's that the branch's secretary answered, and the text for everybody that nobody released."""
    asking = complaints.Asking(f"{side.mark}问的事", True, f"{side.mark}署名")
    written = complaints.write(
        complaints.Kind.QUESTION, f"{side.mark}想问。", nonce=f"q{side.mark}", by=side.member, asking=asking
    )
    letter, desk = written.complaint, written.complaint.assignments.get()
    there = complaints.destinations(letter, frozenset())
    to = next(one for one in there if one.desk.account == side.secretary.pk)
    complaints.pass_on(letter, to, "这件事归支部管，转给你们", by=desk.handler)
    complaints.answer(letter, f"{side.mark}答复。", by=side.secretary)
    told = complaints.Told(f"{side.mark}题目", f"{side.mark}想问。", f"{side.mark}答复。")
    made = complaints.prepare(letter, told, by=side.secretary)
    side.refs |= {"question": letter.ref, "preparation": made.ref}


def _contribution(side: Side) -> None:
    """An article that the member has sent in."""
    made = contribute(
        column=columns_that_take_contributions()[0],
        unit=side.branch,
        title=f"{side.mark}投稿",
        text=f"{side.mark}在社区摆了一下午的桌子，修好了三十一部旧手机，还听了许多别的事，回来写在这里。",
        by=side.member,
    )
    side.refs["contribution"] = str(made.pk)


def _privacy(side: Side) -> None:
    """What a member asked about their own data, and what the staff keep about it."""
    refs, mark = side.refs, side.mark
    refs["correction"] = privacy.ask_correction(text=f"{mark}写错了", by=side.member).ref
    refs["erasure"] = privacy.ask_erasure(text=f"{mark}要离开了", by=side.member).ref
    refs["copy"] = privacy.ask_for_copy(by=side.member).ref
    refs["record"] = privacy.write_assessment(
        kind=Assessment.Kind.IMPACT, title=f"{mark}名册", purpose=mark, risks=mark, measures=mark, conclusion=mark,
        by=side.clerk,
    ).ref  # fmt: skip
    refs["breach"] = privacy.enter_breach(
        title=f"{mark}丢失",
        found_at=time.now(),
        first_day=DAY,
        last_day=DAY,
        rooms=["directory"],
        by=side.clerk,
    ).ref


def _activities(side: Side, general: Unit) -> None:
    """One that took place, one to come, and one of the general branch with the branch as its partner; none is open."""
    mark, refs = side.mark, side.refs
    leader = an_account(name=f"{mark}总支书记")
    an_appointment(leader, general, Post.SECRETARY)
    began, comes = time.shanghai(2018, 6, 4, 15), time.shanghai(2018, 6, 20, 15)
    held = activities.record_activity(
        unit=side.branch, kind="member-meeting", title=f"{mark}小组会", starts_at=began, present=3, told=mark, by=side.secretary
    )  # fmt: skip
    refs["held"] = held.ref
    one = resolve(held, f"{mark}的事", due_on=DAY, post=str(Post.SECRETARY), by=side.secretary)
    refs["resolution"] = str(one.pk)
    picture = add_picture(held, named(a_picture(), f"{mark}.jpg"), alt=f"{mark}的图", by=side.secretary)
    refs["illustration"] = str(picture.pk)
    refs["coming"] = activities.plan_activity(
        unit=side.branch, kind="group-meeting", title=f"{mark}下次会", starts_at=comes, by=side.secretary
    ).ref
    refs["joint"] = activities.record_activity(
        unit=general, kind="life-meeting", title=f"{mark}合办", starts_at=began, present=9, partners=[side.branch], by=leader
    ).ref  # fmt: skip


def _hall(side: Side) -> None:
    """A lecture with seats, something to take along, somebody who registered, and heads that the desk wrote down."""
    mark, refs, by = side.mark, side.refs, side.secretary
    begin = time.now() + dt.timedelta(hours=1)
    wanted = lectures.Wanted(
        title=f"{mark}党课", starts_at=begin, ends_at=begin + dt.timedelta(hours=2), lecturer=f"{mark}讲", place=mark,
        open=False, seats=9, agenda=(f"{mark}一", f"{mark}二"),
    )  # fmt: skip
    made = lectures.plan_lecture(wanted, unit=side.branch, by=by)
    refs["hall lecture"] = made.ref
    refs["material"] = str(lectures.add_link(made, "https://example.org/", title=f"{mark}资料", by=by).pk)
    refs["registration"] = lectures.register(made, heads=1, by=by).ref
    remarks.choose_name(side.member, f"{mark}小林")
    question = remarks.write(made.questions, f"{mark}怎么问？", by=side.member, nonce=f"{mark} question")
    remarks.judge(question, Outcome.SHOWN, by=by)
    refs["lecture question"] = f"{made.ref} {question.ref}"
    # One that could not be made: its file is not there.
    made.stream = Stream.objects.create(
        title=f"{mark}录像", file="stream_sources/none.mp4", state="failed", fault="broken"
    )
    made.save(update_fields=["stream"])
    refs["arrival"] = str(lectures.note_heads(made, heads=3, by=by).pk)
    live = lectures.plan_lecture(replace(wanted, seats=None, place=""), unit=side.branch, by=by)
    lectures.use_camera(live, by=by)
    feed = lectures.send_from_page(live, by=by, kind="webm", picture="vp8", sound="opus")
    refs["live lecture"], refs["live feed"] = live.ref, f"{live.ref} {feed.ref}"


def _campaign(side: Side) -> None:
    """A campaign that runs, a notice that its branch got, and one that is still being written."""
    refs, mark, by = side.refs, side.mark, side.clerk
    words = campaigns.Words(
        f"{mark}活动", f"{mark}一句话", DAY, DAY.replace(month=12), audiences=("members",)
    )
    campaign = campaigns.make_campaign(words, unit=side.committee, by=by)
    campaigns.open_campaign(campaign, by=by)
    refs["campaign"] = campaign.ref

    def draft(title: str) -> campaigns.Notice:
        head = campaigns.Head(title, campaign, plan_due_on=DAY.replace(month=12))
        made = campaigns.draft_notice(head, unit=side.committee, by=by)
        item = campaigns.add_item(made, campaigns.Item(f"{title}的事", f"{mark}为什么", 5), by=by)
        campaigns.address_notice(made, [campaigns.To(unit=side.branch)], by=by)
        refs["item"] = item.ref
        return made

    sent = draft(f"{mark}通知")
    campaigns.send_notice(sent, by=by)
    refs["notice"] = sent.ref
    refs["draft"] = draft(f"{mark}草稿").ref


def _plans(side: Side) -> None:
    """A notice with a plan in writing; a plan handed in by the guided branch and one by a branch below the committee."""
    mark, refs = side.mark, side.refs
    direct = a_unit(name=f"{mark}直属支部", short_name=f"{mark}直属", parent=side.committee)
    chief = _on_roster(direct, f"{mark}直属书记")
    an_appointment(chief, direct, Post.SECRETARY)
    first, second = (_notice(side, number, direct) for number in (1, 2))
    refs["notice to plan"] = first.ref
    refs["plan"] = _plan(first, side.branch, mark, side.secretary, "plan")
    for name, unit, by in (("guided plan", side.branch, side.secretary), ("plan below", direct, chief)):
        refs[name] = _plan(second, unit, mark, by, name)
        plan = Plan.objects.get(ref=refs[name])
        campaigns.hand_in(plan, by=by)
    Advice.objects.create(
        plan=plan, ref=refs["plan below"], text=f"{mark}建议", at=time.now(), actor=side.clerk, unit=direct
    )
    campaigns.remove_line(Plan.objects.get(ref=refs["plan"]), "line-two", by=side.secretary)
    _happened(side, direct)


def _happened(side: Side, direct: Unit) -> None:
    """A plan that was agreed to, with an activity that bears its name; practices that are kept inside."""
    mark, refs, by = side.mark, side.refs, side.secretary
    ref = _plan(_notice(side, 3, direct), side.branch, mark, by, "settled plan")
    plan = Plan.objects.get(ref=ref)
    campaigns.hand_in(plan, by=by)
    campaigns.agree(plan, by=side.clerk)
    activity = activities.record_activity(
        unit=side.branch,
        kind="party-day",
        title=f"{mark}办过",
        starts_at=time.now(),
        present=3,
        by=by,
        open=False,
    )
    campaigns.realise(plan, "line-one", activity, by=by)
    Plan.objects.filter(pk=plan.pk).update(ref=activity.ref)
    refs["settled plan"] = activity.ref
    group = a_unit(name=f"{mark}小组", short_name=f"{mark}小组", parent=side.branch, kind=UnitKind.GROUP)
    leader = _on_roster(group, f"{mark}组长")
    an_appointment(leader, group, Post.GROUP_LEADER)
    telling = campaigns.Telling(mark, mark, mark, mark, mark, open=False)
    refs["practice"] = campaigns.share(telling, unit=side.branch, by=by).ref
    below = campaigns.share(telling, unit=group, by=leader)
    campaigns.try_out(below, unit=side.branch, went="worked", text=mark, by=by)
    refs["practice below"] = below.ref


def _notice(side: Side, number: int, direct: Unit) -> Notice:
    notice = Notice.objects.create(unit=side.committee, title=f"{side.mark}通知{number}", plan_due_on=DAY)
    Point.objects.create(notice=notice, position=1, title=f"{side.mark}事项", why=side.mark, minutes=5)
    Sending.objects.create(
        notice=notice,
        unit=side.committee,
        at=time.now(),
        units=2,
        minutes=10,
        year=2018,
        sequence=100 + number,
    )
    for unit, way in ((side.branch, Way.GUIDANCE), (direct, Way.SUBORDINATION)):
        Delivery.objects.create(notice=notice, unit=unit, way=way, minutes=5, at=time.now())
    return notice


def _plan(notice: Notice, unit: Unit, mark: str, by: Account, name: str) -> str:
    """A plan with two lines and a goal; inside every plan they have the same names."""
    plan = campaigns.begin_plan(notice, unit, by=by)
    for line in ("line-one", "line-two"):
        campaigns.write_line(plan, line, campaigns.Written(text=f"{mark}{name}{line}"), version=0, by=by)
    campaigns.write_goal(plan, "members", audience="members", text=mark, model=mark, version=0, by=by)
    return plan.ref


def _ledger(side: Side) -> None:
    """The branch's ledger of a quarter, saved for its own people."""
    side.refs["edition"] = save_ledger(side.branch, Period(2018, 2), by=side.secretary).ref


def _reports(side: Side) -> None:
    """A draft of the branch and the template made of it, a report of the committee that waits, a file being made."""
    words = reports.Words(
        title=f"{side.mark}报告", audience="unit", body=[{"kind": "text", "text": side.mark}]
    )
    mine = reports.begin(words, unit=side.branch, by=side.secretary)
    template = reports.save_as_template(mine, name=f"{side.mark}模板", by=side.secretary)
    waiting = reports.begin(words, unit=side.committee, by=side.clerk)
    reports.submit(waiting, by=side.clerk)
    make_export.call(reports.ask_for_rows("campaigns.notices", WHOLE, "csv", by=side.member).pk)
    side.refs |= {"report": mine.ref, "template": template.ref, "waiting report": waiting.ref}
    side.refs["export"] = Export.objects.get(account=side.member).ref


def _polls(side: Side) -> None:
    """One in writing, one that is open, one that was counted."""
    mark, refs, by = side.mark, side.refs, side.secretary

    def draft(title: str) -> polls.Poll:
        day = time.today() + dt.timedelta(days=9)
        asked = polls.Words(f"{mark}{title}", (f"{mark}一", f"{mark}二"), mark, day)
        return polls.draft(asked, unit=side.branch, by=by)

    refs["draft poll"] = draft("草稿").ref
    for name in ("open poll", "closed poll"):
        poll = draft(name)
        polls.publish(poll, by=by)
        refs[name] = poll.ref
    polls.close_early(poll, mark, by=by)


def _remarks(side: Side) -> None:
    """A thread of the branch: one remark that waits, one refused and appealed against, and a writer who is silent."""
    register_place(
        "twins",
        lambda all_: {one.pk: Where(one.unit.name, "/", open=False) for one in all_},
        lambda person, thread: may(person, "activity:see", thread),
    )
    thread = remarks.open_thread("twins", unit=side.branch)
    remarks.choose_name(side.member, f"{side.mark}小林")
    waiting = remarks.write(thread, f"{side.mark}一条", by=side.member, nonce="1")
    refused = remarks.write(thread, f"{side.mark}另说一件事", by=side.member, nonce="2")
    remarks.judge(refused, Outcome.REFUSED, by=side.clerk, reason=f"{side.mark}理由")
    remarks.appeal(refused, f"{side.mark}申诉", by=side.member)
    shown = remarks.write(thread, f"{side.mark}第三件事", by=side.member, nonce="3")
    remarks.judge(shown, Outcome.SHOWN, by=side.clerk)
    mute = remarks.mute(waiting, dt.timedelta(hours=1), f"{side.mark}理由", by=side.secretary)
    side.refs |= {"thread": thread.ref, "remark": waiting.ref, "appealed remark": refused.ref}
    side.refs |= {"shown remark": shown.ref, "mute": str(mute.pk)}


def both() -> tuple[Side, Side]:
    """The twins."""
    chief = someone_with(Post.CHIEF_EDITOR)
    home = open_channel(title="思享汇", summary="频道", by=chief)
    open_column(
        home,
        title="栏目",
        short_title="栏目",
        face=ColumnFace.NEWS,
        promise="有新闻。",
        slug="news",
        by=chief,
    )
    ours, theirs = a_side("甲甲甲"), a_side("乙乙乙")
    for side in (ours, theirs):
        _contribution(side)
    return ours, theirs
