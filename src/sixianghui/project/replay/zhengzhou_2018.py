"""Zhengzhou, the first half of 2018, as a newspaper told it on 5 June 2018 at 11:29."""

from __future__ import annotations

from sixianghui.common.time import shanghai
from sixianghui.project.replay import (
    access,
    activities,
    articles,
    campaigns,
    channel,
    complaints,
    content,
    directory,
    gallery,
    lectures,
    ledger,
    plans,
    polls,
    practices,
    reads,
    remarks,
    reports,
    wechat,
)
from sixianghui.project.replay.steps import Expected, Scenario, in_order

#: What the article states, in its own words, and what that lets a true count be.
EXPECTED = (
    Expected("channel.articles", 501, 599, "500多篇"),
    Expected("channel.reads", 950_000, 999_999, "近100万"),
    Expected("lectures.viewings", 17_693, 17_693, "17693人次"),
    Expected("lectures.comments", 101, 199, "100多条"),
    Expected("lectures.on_site", 90, 99, "近百名"),
    Expected("lectures.minutes", 120, 120, "两个小时"),
    Expected("wechat.posts", 110, 110, "110篇"),
    Expected("wechat.reads", 100_001, 120_000, "超过10万"),
    Expected("membership.applications", 4, 4, "4人"),
    Expected("channel.columns", 7, 7, "七个栏目"),
    Expected("campaigns.carriers", 3, 3, "红“芯”引擎、红领行动、红色堡垒"),
    Expected("venues.facilities", 5, 5, "五处设施"),
    Expected("wechat.branches", 3, 3, "三个党支部"),
    Expected("directory.enterprises", 7, 7, "文中点名的企业"),
)

SCENARIO = Scenario(
    name="zhengzhou-2018",
    steps=in_order(
        *directory.founding_steps(),
        *access.steps(),
        *directory.steps(),
        *access.sample_steps(),
        *access.contact_steps(),
        *channel.steps(),
        *gallery.steps(),
        *articles.steps(content.drafts()),
        *wechat.steps(),
        *access.later_steps(),
        *campaigns.steps(),
        *plans.steps(),
        *activities.steps(),
        *practices.steps(),
        *complaints.steps(),
        *polls.steps(),
        *remarks.steps(),
        *lectures.steps(),
        *channel.closing_steps(),
        *ledger.closing_steps(),
        *reads.steps(),
        *reports.steps(),
    ),
    ends_at=shanghai(2018, 6, 5, 11, 29),
    expected=EXPECTED,
)
