"""Run as a process: open a channel with a piece and its thread, people who write, an editor; print who has which session.

With a list of pairs as JSON instead of a number: an editor decides on remarks by their texts (`shown`, `refused`,
`hidden`), a writer takes one back (`withdraw`), or the thread is switched off (`off`), one after the other.
"""

from __future__ import annotations

import json
import sys

import django


def make(crowd: int) -> None:
    """In the database that the environment names."""
    from sixianghui.remarks.public import choose_name
    from tests.factories import an_account, signed_in
    from tests.pages.remarks.talk import open_talk_house

    talk = open_talk_house()
    others = []
    for number in range(crowd):
        account = an_account()
        choose_name(account, f"样例{chr(0x4E00 + number * 7)}{chr(0x5E00 + number * 5)}")
        others.append(signed_in(account).session.session_key)
    print(
        json.dumps(
            {
                "url": talk.url,
                "thread": talk.thread.ref,
                "topic": talk.thread.topic,
                "lin": signed_in(talk.lin).session.session_key,
                "zhou": signed_in(talk.zhou).session.session_key,
                "crowd": others,
            }
        )
    )


def act(done: list[tuple[str, str]]) -> None:
    """What an editor does, from another process than the one that serves."""
    from sixianghui.access.public import Account, Post
    from sixianghui.directory.public import Appointment
    from sixianghui.remarks.models import Remark, Thread
    from sixianghui.remarks.public import Outcome, judge, switch_off, withdraw

    chief = Account.objects.get(
        pk=Appointment.objects.filter(post=Post.CHIEF_EDITOR).values("person__account")[0]["person__account"]
    )
    for what, text in done:
        if what == "off":
            switch_off(Thread.objects.get(), "有人刷屏。", by=chief)
            continue
        remark = Remark.objects.get(words__text=text)
        if what == "withdraw":
            account = remark.author.account
            assert account is not None
            withdraw(remark, by=account)
        else:
            outcome = Outcome(what)
            judge(remark, outcome, by=chief, reason="" if outcome is Outcome.SHOWN else "和主题无关。")


if __name__ == "__main__":
    django.setup()
    if sys.argv[1].isdigit():
        make(int(sys.argv[1]))
    else:
        act(json.loads(sys.argv[1]))
