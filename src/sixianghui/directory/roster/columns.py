"""What a roster may hold: its two sheets, their columns, the words that stand in them. Pure.

The titles are those of the file and are Chinese in every language of the interface.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

PEOPLE, UNITS = "people", "units"
#: Sheets that a template or a marked file brings along; nothing is read from them.
GUIDE_SHEET, PROBLEM_SHEET = "说明", "问题清单"
#: A row with this in place of a number shows how a row is written.
EXAMPLE = "示例"


class Holds(StrEnum):
    """What kind of thing stands in a column."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    UNIT = "unit"
    CHOICE = "choice"


@dataclass(frozen=True)
class Column:
    """A column of a sheet. `also`: other titles under which it is found. `private`: refused unless switched on."""

    key: str
    title: str
    holds: Holds = Holds.TEXT
    required: bool = False
    also: tuple[str, ...] = ()
    private: bool = False


@dataclass(frozen=True)
class Sheet:
    """One of the two sheets that are read."""

    key: str
    title: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column of that name."""
        return next(one for one in self.columns if one.key == key)


PEOPLE_SHEET = Sheet(
    PEOPLE,
    "人员",
    (
        Column("number", "编号", also=("人员编号", "工号", "员工编号", "员工号", "职工编号")),
        Column("name", "姓名", Holds.NAME, required=True, also=("名字", "人员姓名", "党员姓名")),
        Column("birth", "出生日期", Holds.DATE, also=("出生年月日", "出生年月", "出生时间", "生日")),
        Column(
            "employed",
            "参加工作日期",
            Holds.DATE,
            also=("参加工作时间", "参加工作年月", "参加工作年月日", "工作日期"),
        ),
        Column(
            "unit",
            "所在组织",
            Holds.UNIT,
            required=True,
            also=(
                "所在支部", "所在党支部", "所在党组织", "所属组织", "所属支部", "所属党支部", "所属党组织",
                "组织", "支部", "党支部", "支部名称", "党组织",
            ),
        ),
        Column("status", "政治面貌", Holds.CHOICE, required=True, also=("政治身份", "人员类别")),
        Column("stage", "党员发展阶段", Holds.CHOICE, also=("发展阶段", "发展党员阶段")),
        Column("league", "团员", Holds.CHOICE, also=("是否团员", "是否共青团员", "团员身份")),
        Column(
            "since",
            "该身份起算日期",
            Holds.DATE,
            required=True,
            also=("起算日期", "身份起算日期", "身份起始日期", "起始日期"),
        ),
        Column("league_since", "入团日期", Holds.DATE, also=("入团时间",)),
        Column("league_unit", "所在团组织", Holds.UNIT, also=("所在团支部", "所属团支部", "所属团组织", "团支部", "团组织")),
        Column("post", "职务", also=("党内职务", "党组织职务")),
        Column(
            "phone",
            "手机号",
            private=True,
            also=("手机", "手机号码", "移动电话", "联系电话", "联系方式", "电话", "电话号码"),
        ),
        Column(
            "id_number",
            "身份证号",
            private=True,
            also=("身份证", "身份证号码", "公民身份号码", "居民身份证号", "居民身份证号码", "证件号", "证件号码"),
        ),
    ),
)  # fmt: skip

UNITS_SHEET = Sheet(
    UNITS,
    "组织",
    (
        Column(
            "name", "名称", Holds.UNIT, required=True, also=("组织名称", "组织全称", "全称", "党组织名称")
        ),
        Column("short", "简称", Holds.UNIT, also=("组织简称",)),
        Column("kind", "类型", Holds.CHOICE, required=True, also=("组织类型", "组织类别", "类别")),
        Column(
            "superior",
            "上级组织",
            Holds.UNIT,
            also=("上级", "上级党组织", "上级组织名称", "隶属", "隶属组织", "隶属于"),
        ),
    ),
)

SHEETS = (PEOPLE_SHEET, UNITS_SHEET)
PRIVATE = tuple(column.key for column in PEOPLE_SHEET.columns if column.private)

#: The steps towards the Party, in their order, and the words for them.
PARTY = {
    "applicant": ("入党申请人", "申请入党人", "申请人"),
    "activist": ("入党积极分子", "积极分子"),
    "target": ("发展对象",),
    "probationary": ("预备党员", "中共预备党员"),
    "full": ("中共党员", "党员", "正式党员", "中共正式党员", "中国共产党党员"),
}
STEPS = tuple(PARTY)
LEAGUE = ("共青团员", "团员", "共青团", "中国共产主义青年团团员")
#: People without any relation are counted elsewhere; they do not stand in a roster.
NEITHER = ("群众", "无党派", "无党派人士", "无")
YES = ("是", "√", "✓", "有", "1", "y", "yes", "true")
NO = ("否", "×", "无", "0", "n", "no", "false", "不是")

UNIT_KINDS = {
    "industry_committee": ("行业党委",),
    "party_committee": ("党委", "基层党委", "中共委员会"),
    "general_branch": ("党总支", "总支", "党总支部", "总支部"),
    "branch": ("党支部", "支部"),
    "group": ("党小组", "小组"),
    "league_branch": ("团支部", "共青团支部"),
    "enterprise": ("企业",),
}
#: Kinds that a roster may bring in anew. The committee is founded once; an enterprise is entered by hand.
NEW_KINDS = ("party_committee", "general_branch", "branch", "group", "league_branch")

_ASIDE = re.compile(r"[（(【\[].*?[)）】\]]|[\s*＊:：、/_\-\u200b]+")


def plain_title(title: str) -> str:
    """A title without what people add to it: asides in brackets, stars, spaces, colons."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", title)).lower()


_BY_TITLE: dict[str, dict[str, str]] = {
    sheet.key: {
        plain_title(title): column.key for column in sheet.columns for title in (column.title, *column.also)
    }
    for sheet in SHEETS
}


def known_title(sheet: str, title: str) -> str:
    """The key of the column that a title means in this sheet, or an empty text."""
    return _BY_TITLE[sheet].get(plain_title(title), "")


def guess(sheet: str, titles: Sequence[str]) -> dict[int, str]:
    """Which column of the sheet each title means, by position from 0; titles that mean nothing are left out."""
    found = ((at, known_title(sheet, title)) for at, title in enumerate(titles))
    return {at: key for at, key in found if key}


def one_of(words: Mapping[str, tuple[str, ...]], text: str) -> str:
    """The key whose words hold this one, or an empty text."""
    return next((key for key, meant in words.items() if text in meant), "")
