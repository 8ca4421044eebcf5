"""Run as a process: open a channel and put some pieces out; print their numbers, one a line."""

from __future__ import annotations

import sys

import django


def main(number: int) -> None:
    """In the database that the environment names."""
    django.setup()
    from tests.pages.channel.pieces import put_out
    from tests.unit.channel.desk import open_desk

    column = open_desk().column
    print("\n".join(str(put_out(column, f"第{one}篇").pk) for one in range(number)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
