"""Run as a process: open a channel and put some pieces out; print their numbers, then an editor's session."""

from __future__ import annotations

import sys

import django


def main(number: int) -> None:
    """In the database that the environment names."""
    django.setup()
    from tests.factories import signed_in
    from tests.pages.channel.pieces import put_out
    from tests.unit.channel.desk import open_desk

    desk = open_desk()
    for one in range(number):
        print(put_out(desk.column, f"第{one}篇").pk)
    print(signed_in(desk.editor).session.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
