"""What the proofs found, in words for whoever has to look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sixianghui.channel.proofing import CheckFault, Fault, Finding, Kind, Part, Severity

QUESTIONS = {
    "dates": gettext_lazy("日期、星期、时间对过日历和通知"),
    "names": gettext_lazy("人名、单位名、职务对过名单"),
    "links": gettext_lazy("链接都点开过，附件都打得开"),
    "numbers": gettext_lazy("数字前后对得上，分项加起来等于总数"),
    "repeats": gettext_lazy("没有重复的话，没有漏字、多字、错字"),
}
_PARTS = {
    Part.TITLE: gettext_lazy("标题"),
    Part.KICKER: gettext_lazy("眉题"),
    Part.SUMMARY: gettext_lazy("摘要"),
    Part.HEADING: gettext_lazy("小标题"),
    Part.TEXT: gettext_lazy("正文"),
    Part.QUOTE: gettext_lazy("引语"),
    Part.CAPTION: gettext_lazy("图片说明"),
    Part.FIGURE: gettext_lazy("有据的数字"),
    Part.FILE: gettext_lazy("附件"),
    Part.NEEDS: gettext_lazy("要准备什么"),
    Part.STEP: gettext_lazy("步骤"),
    Part.PERSON: gettext_lazy("人物"),
    Part.SOURCE: gettext_lazy("来源"),
    Part.CORRECTION: gettext_lazy("这次改了什么"),
}
_SENTENCES = {
    Kind.NO_SUCH_DATE: gettext_lazy("没有这一天。"),
    Kind.WRONG_WEEKDAY: gettext_lazy("%(detail)s年的这一天不是这个星期几。"),
    Kind.NO_SUCH_TIME: gettext_lazy("没有这个时间。"),
    Kind.NOT_YET: gettext_lazy("这一天还没到，句子却像是已经办过了。"),
    Kind.BACKWARDS: gettext_lazy("起止日子倒过来了。"),
    Kind.NAME_TWO_WAYS: gettext_lazy("文中还有“%(detail)s”，差一个字。是一个人写了两样，还是两个人？"),
    Kind.UNIT_NAME: gettext_lazy("名录里是“%(detail)s”，差一个字。"),
    Kind.LATIN_TWO_WAYS: gettext_lazy("文中还写作“%(detail)s”，统一成一样。"),
    Kind.BAD_LINK: gettext_lazy("这个地址读者打不开。"),
    Kind.DEAD_LINK: gettext_lazy("连到站内的一页，那一页没有发布，或者不在了。"),
    Kind.OTHER_LINK: gettext_lazy("写的是一个网址，点开是另一个。"),
    Kind.PLAIN_HTTP: gettext_lazy("对方网站支持的话，用 https:// 开头的地址。"),
    Kind.EMPTY_LINK_WORDS: gettext_lazy("链接上的字要说出点开是什么，不要“点这里”。"),
    Kind.IDENTITY: gettext_lazy("这里有一个身份证号，不能公开。"),
    Kind.CARD: gettext_lazy("这里像是一个银行卡号，确定要公开吗？"),
    Kind.MOBILE: gettext_lazy("这里有一个手机号，确定要公开吗？"),
    Kind.LANDLINE: gettext_lazy("这里有一个电话，是对外公布的那个吗？"),
    Kind.DOUBLED: gettext_lazy("像是多打了一个字。"),
    Kind.WORD_TWICE: gettext_lazy("连着写了两遍。"),
    Kind.SENTENCE_TWICE: gettext_lazy("这一句前面出现过。"),
    Kind.PARAGRAPH_TWICE: gettext_lazy("这一段前面出现过。"),
    Kind.HALF_WIDTH: gettext_lazy("中文里用全角标点。"),
    Kind.FULL_WIDTH: gettext_lazy("数字和字母用半角。"),
    Kind.MARKS_TOGETHER: gettext_lazy("标点挤在一起了。"),
    Kind.UNFINISHED: gettext_lazy("这一段停在逗号上，像是没写完。"),
    Kind.UNBALANCED: gettext_lazy("引号、书名号或者括号不成对。"),
    Kind.PLACEHOLDER: gettext_lazy("像是留着以后补的。"),
    Kind.STRANGE_LETTER: gettext_lazy("有看着像、其实不是的字符（%(detail)s）。"),
    Kind.SPACE: gettext_lazy("汉字中间多了空格。"),
    Kind.OPERATOR_WORD: gettext_lazy("在本站的词表里。"),
}
_SEVERITIES = {
    Severity.MUST: pgettext_lazy("proof", "必看"),
    Severity.HINT: pgettext_lazy("proof", "提醒"),
}


@dataclass(frozen=True)
class Said:
    """A finding in words, ready for a template."""

    finding: Finding
    where: str
    sentence: str
    must: bool

    @property
    def key(self) -> str:
        return self.finding.key


def said(finding: Finding) -> Said:
    """A finding in words."""
    return Said(
        finding,
        where(finding.part, finding.number),
        str(_SENTENCES[finding.kind]) % {"detail": finding.detail},
        finding.severity is Severity.MUST,
    )


def where(part: Part, number: int) -> str:
    """The part of a piece, and which block of it."""
    if not number:
        return str(_PARTS[part])
    if part in {Part.NEEDS, Part.STEP}:
        return _("步骤，第 %(number)d 步") % {"number": number}
    return _("%(part)s，第 %(number)d 块") % {"part": _PARTS[part], "number": number}


def fault_sentence(fault: CheckFault) -> str:
    """Why a review cannot be passed yet."""
    if isinstance(fault.about, str):
        return _("三校还差一条：%(question)s。") % {"question": QUESTIONS.get(fault.about, fault.about)}
    words = said(fault.about)
    if fault.fault is Fault.STILL_THERE:
        return _("%(where)s里的“%(excerpt)s”勾了“已改”，稿子里还在。") % {
            "where": words.where,
            "excerpt": fault.about.masked,
        }
    return _("%(where)s里的“%(excerpt)s”还没有看过：%(sentence)s") % {
        "where": words.where,
        "excerpt": fault.about.masked,
        "sentence": words.sentence,
    }


def kept(checks: Mapping[str, Any]) -> list[str]:
    """What was confirmed with a review, as it was kept, line by line."""
    if not checks:
        return []
    rows = checks.get("findings") or []
    looked = [row for row in rows if row.get("answer")]
    lines = [
        _("五条都对过，机器找到 %(found)d 处，看过 %(looked)d 处。")
        % {"found": len(rows), "looked": len(looked)}
    ]
    for row in looked:
        try:
            sentence = str(_SENTENCES[Kind(row["kind"])])
        except (KeyError, ValueError):
            continue
        lines.append(f"“{row.get('excerpt', '')}” {sentence.replace('%(detail)s', '…')}")
    mended = len(checks.get("mended") or [])
    if mended:
        lines.append(_("改掉 %(count)d 处。") % {"count": mended})
    return lines
