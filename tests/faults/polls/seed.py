"""Run as a process: a poll that is open and somebody to answer it; print its ref and a one-time link."""

from __future__ import annotations

import django


def main() -> None:
    django.setup()
    from sixianghui.access.public import Account, Post, make_link
    from sixianghui.polls import commands
    from tests.factories import an_account, an_appointment
    from tests.unit.polls.house import a_house, words

    house = a_house()
    poll = commands.draft(words(), unit=house.unit, by=house.asker)
    commands.publish(poll, by=house.asker)
    person = an_account(username="somebody", is_sample=True)
    an_appointment(person, house.unit, Post.MEMBER)
    print(poll.ref)
    print(make_link(Account.objects.get(pk=person.pk)))


if __name__ == "__main__":
    main()
