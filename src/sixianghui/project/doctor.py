"""`sixianghui doctor`: what is wrong with this installation and what to do, in sentences.

Exit status: 0 nothing bad · 1 something is. Starts with what needs no Django, so that it answers where nothing else does.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass

from sixianghui.common.scrubbing import scrubbed
from sixianghui.project import ground
from sixianghui.project.config import Config, ConfigError, load
from sixianghui.project.ground.network import runs
from sixianghui.project.providers import configured

_WORDS = {"bad": "要处理", "warn": "要留意", "unasked": "没有查", "ok": "好"}
_ORDER = list(_WORDS)


@dataclass(frozen=True)
class Line:
    """One thing found, as it is printed."""

    check: str
    label: str
    level: str
    text: str
    advice: str = ""
    seconds: float = 0.0


def run(*, as_json: bool) -> int:
    """Ask everything and print it, the worst first."""
    lines = sorted(_all(), key=lambda line: _ORDER.index(line.level))
    bad = sum(line.level == "bad" for line in lines)
    if as_json:
        _say(
            json.dumps({"ok": not bad, "found": [vars(line) for line in lines]}, ensure_ascii=False, indent=1)
        )
        return 1 if bad else 0
    for line in lines:
        _say(f"{_WORDS[line.level]}　{line.label}：{line.text}")
        if line.advice:
            _say(f"　　　　{line.advice}")
    warned = sum(line.level == "warn" for line in lines)
    unasked = sum(line.level == "unasked" for line in lines)
    found = f"{bad} 处要处理，{warned} 处要留意" if bad or warned else "没有发现问题"
    _say(f"\n{found}{f'，{unasked} 处没有查' if unasked else ''}。")
    return 1 if bad else 0


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def _all() -> Iterator[Line]:
    try:
        config = load()
        configured(config)
    except ConfigError as error:
        yield Line(
            "project.settings", "设置", "bad", str(error).partition(" / ")[0], "改好这一项再运行一次。"
        )
        return
    os.environ["SIXIANGHUI_DATA"] = str(config.data)
    yield Line("project.settings", "设置", "ok", "都认得，都读得懂。")
    first = list(_ground(config, stopping=True))
    if any(line.level == "bad" for line in first):
        yield from first
        yield Line("project.start", "其余的", "unasked", "先处理上面的。")
        return
    if not config.data.exists():
        yield from first
        yield from _ground(config, stopping=False)
        yield Line("operations.database", "数据库", "unasked", "还没有启动过，先运行 sixianghui serve。")
        return
    trouble = _start()
    if trouble:
        yield from [*first, *_ground(config, stopping=False)]
        yield Line(
            "project.start", "启动", "bad", f"程序起不来：{trouble}。", "把日志里的这一段给维护的人看。"
        )
        return
    yield from _lines(config)


def _ground(config: Config, *, stopping: bool) -> Iterator[Line]:
    """What needs no Django: the checks that stop a start, or the others."""
    rest = () if stopping else ground.RUNNING
    for check in (*(one for one in ground.CHECKS if one.stops == stopping), *rest):
        for said in check.ask(config):
            yield Line(check.name, check.label, said.level, said.sentence(), said.counsel())


def _start() -> str:
    """Start Django; what went wrong, or nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sixianghui.project.settings")
    try:
        import django

        django.setup()
    except Exception as error:  # whatever it is, it is to be said in a sentence
        return f"{type(error).__name__} {scrubbed(str(error), 80)}".strip()
    return ""


def _lines(config: Config) -> Iterator[Line]:
    from django.utils import translation

    from sixianghui.operations import public as operations
    from sixianghui.project import clock

    _be_quiet()
    for check in ground.RUNNING:
        for said in check.ask(config):
            yield Line(check.name, check.label, said.level, said.sentence(), said.counsel())
    with contextlib.suppress(Exception):  # the database's own check says what is wrong with it
        clock.refresh_if_prepared()
    with translation.override("zh-hans"):
        for result in operations.ask_all(thorough=True, living=runs(config.run)):
            for finding in result.findings:
                yield Line(
                    result.check.name,
                    str(result.check.label),
                    finding.level.value,
                    finding.text,
                    finding.advice,
                    round(result.seconds, 3),
                )


def _be_quiet() -> None:
    """What a check stumbles over is said in its sentence; the log of a terminal would only be in between."""
    import logging

    logging.disable(logging.CRITICAL)
