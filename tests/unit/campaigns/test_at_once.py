"""What two do in the same moment to one campaign, or to one activity that belongs to it."""

from __future__ import annotations

import pytest

from sixianghui.activities.commands import strike_activity
from sixianghui.activities.models import Activity
from sixianghui.activities.public import record_activity
from sixianghui.campaigns import commands
from sixianghui.campaigns.commands import happening
from sixianghui.campaigns.models import Campaign, Notice, Realisation, Sending
from sixianghui.campaigns.queries import campaigns, state_of
from tests.together import at_once
from tests.unit.campaigns.house import House, a_house
from tests.unit.campaigns.plan_house import House as PlanHouse
from tests.unit.campaigns.test_happening import MORNING, settled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("_time", range(5))
def test_notice_when_sent_while_its_campaign_is_closed_then_it_went_out_before_or_not_at_all(
    _time: int,
) -> None:
    house: House = a_house()
    draft = house.draft()
    notice, campaign = Notice.objects.get(pk=draft.pk), Campaign.objects.get(pk=house.campaign.pk)
    answers = at_once(
        lambda: commands.close_campaign(campaign, reason="提前办完了，不用再发。", by=house.clerk) and None,
        lambda: commands.send_notice(notice, by=house.clerk) and None,
    )
    assert answers[0] is None
    assert answers[1] is None or "不能在它下面发通知" in answers[1]
    closed = campaigns().get(pk=house.campaign.pk)
    assert not state_of(closed).takes_notices
    sent = Sending.objects.filter(notice=draft)
    assert sent.exists() == (answers[1] is None)
    assert all(one.at <= closed.closings.get().at for one in sent)


@pytest.mark.parametrize("_time", range(5))
def test_activity_when_struck_while_it_is_linked_then_no_link_stands(planning: PlanHouse, _time: int) -> None:
    plan, lines = settled(planning)
    made = record_activity(
        unit=planning.branch,
        kind="party-day",
        title="值守",
        starts_at=MORNING,
        present=3,
        by=planning.secretary,
    )
    one, other = Activity.objects.get(pk=made.pk), Activity.objects.get(pk=made.pk)
    ref = lines[0].ref
    answers = at_once(
        lambda: strike_activity(one, by=planning.secretary, reason="没有办过"),
        lambda: happening.realise(plan, ref, other, by=planning.secretary) and None,
    )
    assert answers[0] is None
    assert answers[1] is None or "没有这个活动" in answers[1]
    assert not Realisation.objects.standing().exists()
