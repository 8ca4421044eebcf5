"""`sixianghui manage messages`: bring the English catalogue up to date; say what the desk still says in English."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sixianghui.project import catalogue, desk_words


class Command(BaseCommand):
    help = "更新英文译文目录；--check 只检查：不是最新的、缺英文的、占位符对不上的，都算错"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只检查，不写文件")

    def handle(self, *args: Any, **options: Any) -> None:
        report = catalogue.check() if options["check"] else catalogue.update()
        for text in report.missing:
            self.stdout.write(f"缺英文：{text!r}")
        for text in report.broken:
            self.stdout.write(f"占位符对不上：{text!r}")
        desk = desk_words.lacking()
        for text in desk:
            self.stdout.write(f"编辑台缺中文：{text!r}")
        if options["check"] and desk:
            raise CommandError("编辑台有英文。请把中文写进 locale/zh_Hans。")
        if options["check"] and not report.good:
            raise CommandError(
                "译文目录不是最新的，或者不完整。请运行 sixianghui manage messages，补上英文。"
            )
