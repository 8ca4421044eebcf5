"""What branches told each other: one practice the article tells of, others of the invented enterprise, and who tried them."""

from __future__ import annotations

from collections.abc import Callable

from sixianghui.campaigns.public import HowItWent, Practice, Telling, share, try_out
from sixianghui.common.time import shanghai
from sixianghui.project.replay import campaigns
from sixianghui.project.replay.steps import Stage, Step

DAILY, LAMP, MENTOR = "每天一人读一篇", "灯下课", "午间二十分钟读书"


def _share(
    title: str, unit: str, by: str, *, done: str, for_whom: str, took: str, came: str
) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        campaign = campaigns.campaign(campaigns.CONTEST)
        telling = Telling(title, done, for_whom, took, came, campaign)
        return share(telling, unit=stage.unit(unit), by=stage.person(by))

    return run


def _try(title: str, unit: str, by: str, went: str, text: str) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        practice = Practice.objects.standing().get(title=title)
        return try_out(practice, unit=stage.unit(unit), went=went, text=text, by=stage.person(by))

    return run


def steps() -> list[Step]:
    """Three practices and three trials, Party and League branches together."""
    return [
        Step(
            "practice:daily",
            "campaigns",
            shanghai(2018, 4, 2, 10),
            _share(
                DAILY,
                "zynews-news",
                "tangwei",
                done="三个支部轮流，每天一名党员读《之江新语》里的一篇，当天在公众号上推出。",
                for_whom="想利用零碎时间学习的党员",
                took="每天一个人，一篇文章的工夫",
                came="打开公众号，随时随地都能学。",
            ),
        ),
        Step(
            "practice:lamp",
            "campaigns",
            shanghai(2018, 5, 24, 9),
            _share(
                LAMP,
                "sample-tech-research",
                "liyiming",
                done="每月一晚，请刚解决了难题的人讲四十分钟，录音留给没来的人。（示例）",
                for_whom="党员和想学东西的同事（示例）",
                took="一间会议室，讲的人准备一小时（示例）",
                came="第一场来了十八个人，会后两个组改了监控的阈值。（示例）",
            ),
        ),
        Step(
            "practice:noon",
            "campaigns",
            shanghai(2018, 5, 30, 13),
            _share(
                MENTOR,
                "sample-tech-league",
                "linxiaoman",
                done="午饭后在茶水间读一章，聊二十分钟，到点就散。（示例）",
                for_whom="团员，谁路过都能坐下（示例）",
                took="二十分钟，一本大家传着看的书（示例）",
                came="第二次比第一次多来了三个人。（示例）",
            ),
        ),
        Step(
            "trial:daily:league",
            "campaigns",
            shanghai(2018, 4, 27, 18),
            _try(
                DAILY,
                "sample-tech-league",
                "linxiaoman",
                HowItWent.WORKED,
                "改成两人一组读，坚持了三周，都说轻松。（示例）",
            ),
        ),
        Step(
            "trial:daily:research",
            "campaigns",
            shanghai(2018, 5, 4, 18),
            _try(
                DAILY,
                "sample-tech-research",
                "liyiming",
                HowItWent.PARTLY,
                "每天读不下来，改成每周三篇就顺了。（示例）",
            ),
        ),
        Step(
            "trial:lamp:operations",
            "campaigns",
            shanghai(2018, 6, 4, 18),
            _try(
                LAMP,
                "sample-tech-operations",
                "qinlang",
                HowItWent.WORKED,
                "讲了一次值班排障，二十分钟就够。（示例）",
            ),
        ),
    ]
