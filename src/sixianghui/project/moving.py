"""`sixianghui move --to postgresql://…`: the whole site from SQLite into PostgreSQL, compared row by row."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sixianghui.common import postgres, time
from sixianghui.common.errors import HouseError
from sixianghui.operations import public as operations
from sixianghui.project import supervisor
from sixianghui.project.config import Config
from sixianghui.project.ground.network import runs_apart


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def run(config: Config, to: str) -> int:
    """0 moved; 1 not, and the sentence says why; 2 not from here or not to there; 3 the site is running."""
    if not config.is_sqlite:
        _say("现在用的已经是 PostgreSQL，没有要搬的。")
        return 2
    if not to.startswith("postgresql:"):
        _say("只能搬到 PostgreSQL，地址写成 postgresql://用户:口令@主机/库名。")
        return 2
    try:
        # Before the driver reads it: its message would quote what it takes for a port, and that may be the password.
        postgres.parsed(to)
    except ValueError as error:
        _say(f"--to 后面的地址不对：{str(error).partition(' / ')[0]}。")
        return 2
    file = Path(config.database["NAME"])
    if not file.is_file():
        _say(f"{file} 不在，没有要搬的数据。")
        return 3
    with contextlib.ExitStack() as held:
        try:
            held.callback(os.close, supervisor.lock(config.run))
            held.callback(os.close, supervisor.lock_out_workers(config.run))
        except supervisor.Taken:
            return _taken(config)
        if runs_apart(config.run):
            return _taken(config)
        try:
            return _move(file, to)
        except HouseError as error:
            _say(f"没有搬成：{error}原来的数据一点没动。")
            return 1


def _taken(config: Config) -> int:
    _say(
        f"数据目录 {config.data} 正由一个思享汇使用。先停掉它再搬（分开的 unit、另开的 worker 一个个都停）：搬的时候不能有人在写。"
    )
    return 3


def _move(file: Path, to: str) -> int:
    with operations.Target(to) as target, contextlib.closing(operations.open_sqlite(file)) as source:
        if target.make_room():
            _say("上一次没有搬完，从头来。")
        try:
            return _fill(source, target)
        except BaseException:
            with contextlib.suppress(Exception):
                target.give_up()
            raise


def _fill(source: Any, target: operations.Target) -> int:
    _say("在新的数据库里建表……")
    _child(target.url, sys.executable, "-m", "django", "migrate", "-v0", "--no-input")
    tables = target.tables()
    operations.same_tables(source, tables)
    sums = operations.copy(source, target, tables, _say)
    target.set_sequences(source)
    rows = sum(one.rows for one in sums.values())
    _say(f"搬了 {len(tables)} 张表，{rows:,} 行。逐行核对……")
    for sentence in operations.differences(source, target, tables, sums):
        raise operations.CannotMove(sentence)
    _say("逐行一致。重做检索的索引，核对数字和审计链……")
    _same_measures(target)
    target.finish()
    _say(_done(len(tables), rows))
    return 0


def _same_measures(target: operations.Target) -> None:
    at = time.now()
    here = operations.measure(at)
    there = json.loads(
        _child(target.url, *supervisor.python("moved", "--at", at.isoformat())).splitlines()[-1]
    )
    for name in sorted(here["figures"].keys() | there["figures"].keys()):
        one, other = here["figures"].get(name), there["figures"].get(name)
        if one != other:
            raise operations.CannotMove(f"数字 {name} 原来是 {one}，搬过去是 {other}。")
    if not there["chain_holds"] or here["chain"] != there["chain"]:
        raise operations.CannotMove(f"审计链两边不一样：{here['chain']}；{there['chain']}。")
    _say(f"{len(here['figures'])} 个数字都相等，审计链核验通过（{there['chain']}）。")


def _child(url: str, *command: str) -> str:
    """What one of our commands prints when it works on the unfinished site."""
    environment = {
        **os.environ,
        "SIXIANGHUI_DATABASE_URL": url,
        "PGOPTIONS": operations.OPTIONS,
        "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings",
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise operations.CannotMove(f"在新的数据库上做不下去：{last}。")
    return done.stdout


def _done(tables: int, rows: int) -> str:
    return (
        f"\n搬好了：{tables} 张表、{rows:,} 行，逐行一致。原来的数据还在，没有动。\n"
        "接下来：\n"
        "  1. 设 SIXIANGHUI_DATABASE_URL=（刚才 --to 后面的地址）\n"
        "  2. sixianghui serve\n"
        "文件（media）、密钥（secrets）还在数据目录里，照旧用。确认没有问题以后，再把 sixianghui.sqlite3 移走。"
    )


def measured(at: str) -> int:
    """On the side that was moved to: make the search indexes, print the measures as one line of JSON."""
    operations.make_indexes()
    print(json.dumps(operations.measure(dt.datetime.fromisoformat(at))))  # noqa: T201
    return 0
