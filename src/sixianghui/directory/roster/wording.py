"""Faults in words: what is wrong, what stands there, what to do. For a secretary, not for a programmer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.directory import rules
from sixianghui.directory.models import Line, UnitKind
from sixianghui.directory.roster.faults import Fault, Kind
from sixianghui.directory.roster.opening import LARGEST_FILE, MEGABYTE, MOST_ROWS, WIDEST, Refusal, Unreadable

LABELS = {
    Kind.MERGED: gettext_lazy("合并的单元格"),
    Kind.HIDDEN_SHEET: gettext_lazy("藏着的工作表"),
    Kind.HIDDEN_ROW: gettext_lazy("藏着的行"),
    Kind.HIDDEN_COLUMN: gettext_lazy("藏着的列"),
    Kind.NO_HEADER: gettext_lazy("没有表头"),
    Kind.SECOND_SHEET: gettext_lazy("两张名册"),
    Kind.COLUMN_TWICE: gettext_lazy("两列一个意思"),
    Kind.COLUMN_MISSING: gettext_lazy("缺一列"),
    Kind.FORMULA: gettext_lazy("公式"),
    Kind.ERROR_VALUE: gettext_lazy("错误值"),
    Kind.MISSING: gettext_lazy("没有填"),
    Kind.ODD_NAME: gettext_lazy("姓名里有符号"),
    Kind.TOO_LONG: gettext_lazy("太长"),
    Kind.DATE_UNCLEAR: gettext_lazy("看不出日期"),
    Kind.DATE_IMPOSSIBLE: gettext_lazy("没有这一天"),
    Kind.DATE_ORDER: gettext_lazy("日期对不上"),
    Kind.UNKNOWN_STATUS: gettext_lazy("政治面貌不认识"),
    Kind.NOT_IN_SCOPE: gettext_lazy("不进名册"),
    Kind.STATUS_CLASH: gettext_lazy("两种身份"),
    Kind.UNKNOWN_WORD: gettext_lazy("看不懂"),
    Kind.UNKNOWN_KIND: gettext_lazy("组织类型不认识"),
    Kind.BAD_PHONE: gettext_lazy("手机号不对"),
    Kind.BAD_ID_NUMBER: gettext_lazy("身份证号不对"),
    Kind.NUMBER_LOST: gettext_lazy("号码丢了几位"),
    Kind.ROW_TWICE: gettext_lazy("重复的行"),
    Kind.UNIT_TWICE: gettext_lazy("重复的组织"),
    Kind.ONE_PERSON_TWO_NAMES: gettext_lazy("一人两个名字"),
    Kind.TWO_PERSONS_ONE_NAME: gettext_lazy("同名分不清"),
    Kind.UNKNOWN_UNIT: gettext_lazy("没有这个组织"),
    Kind.AMBIGUOUS_UNIT: gettext_lazy("组织不止一个"),
    Kind.CIRCULAR_UNIT: gettext_lazy("上级绕成圈"),
    Kind.UNIT_ORDER: gettext_lazy("上下级不对"),
    Kind.NO_SUPERIOR: gettext_lazy("没有上级"),
    Kind.CLOSED_UNIT: gettext_lazy("名称用过了"),
    Kind.KIND_CHANGES: gettext_lazy("与登记的组织不同"),
    Kind.UNIT_LINE: gettext_lazy("关系放错了组织"),
    Kind.OUT_OF_REACH: gettext_lazy("不在你能管的范围"),
    Kind.ANOTHER_PERSON: gettext_lazy("编号是别人的"),
    Kind.STEP_BACK: gettext_lazy("身份往回改"),
    Kind.SINCE_EARLIER: gettext_lazy("起算日期太早"),
    Kind.FULL_WIDTH: gettext_lazy("全角字符"),
    Kind.SPACES: gettext_lazy("多余的空格"),
    Kind.DATE_TEXT: gettext_lazy("文字写的日期"),
    Kind.DATE_SERIAL: gettext_lazy("数字写的日期"),
    Kind.DATE_1904: gettext_lazy("1904 日期系统"),
    Kind.HEADER_MOVED: gettext_lazy("表头不在第一行"),
    Kind.HEADER_AGAIN: gettext_lazy("重复的表头"),
    Kind.EXAMPLE_ROW: gettext_lazy("示例行"),
    Kind.OTHER_SHEET: gettext_lazy("别的工作表"),
    Kind.FAR_LINKS: gettext_lazy("外部链接"),
}


@dataclass(frozen=True)
class Words:
    """A fault as a reader meets it: its kind, where it is, what is wrong, what to do."""

    label: str
    where: str
    problem: str
    remedy: str


def say(fault: Fault) -> Words:
    """A fault in the reader's language."""
    given = {
        "sheet": fault.sheet,
        "title": fault.title,
        "found": _visible(fault),
        "row": fault.row,
        **fault.more,
    }
    problem, remedy = _SENTENCES[fault.kind](fault)
    return Words(str(LABELS[fault.kind]), where(fault), problem % given, remedy % given)


def where(fault: Fault) -> str:
    """Sheet, row and column of a fault, as far as it has them."""
    given = {"sheet": fault.sheet, "row": fault.row, "title": fault.title}
    if not fault.sheet:
        return _("整个文件")
    if not fault.row:
        return _("“%(sheet)s”表") % given
    if not fault.column:
        return _("“%(sheet)s”表第 %(row)s 行") % given
    return _("“%(sheet)s”表第 %(row)s 行，%(title)s") % given


def _visible(fault: Fault) -> str:
    """What stands there, with the spaces at its ends made visible."""
    if fault.kind is not Kind.SPACES:
        return fault.found
    return re.sub(
        r"\s", "␣", re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]", "␣", fault.found)
    )


Pair = tuple[str, str]


def _hidden_row(fault: Fault) -> Pair:
    alone = fault.more["last"] == fault.row
    problem = _("第 %(row)s 行藏着。") if alone else _("第 %(row)s 行到第 %(last)s 行藏着。")
    return problem, _("取消隐藏或筛选看一眼，不要的行删掉。")


def _date_order(fault: Fault) -> Pair:
    why = rules.DateFault(str(fault.more["why"]))
    return {
        rules.DateFault.BORN_LATER: _("出生日期在今天以后。"),
        rules.DateFault.BORN_LONG_AGO: _("出生日期早于 1900 年。"),
        rules.DateFault.EMPLOYED_TOO_YOUNG: _("参加工作时还不满 14 岁。"),
        rules.DateFault.EMPLOYED_LATER: _("参加工作日期在今天以后。"),
        rules.DateFault.SINCE_LATER: _("起算日期在今天以后。"),
        rules.DateFault.TOO_YOUNG_FOR_PARTY: _("起算时还不满 18 岁，那时不能申请入党。"),
        rules.DateFault.TOO_YOUNG_FOR_LEAGUE: _("起算时还不满 14 岁，那时不能入团。"),
    }[why], _("核对这一行的几个日期，改写错的那个。")


def _missing(fault: Fault) -> Pair:
    if "means" in fault.more:
        return _("是团员，又在入党的路上，却没有写入团日期。"), _("加上“入团日期”一列，写上哪一天入的团。")
    return _("%(title)s没有填。"), _("补上；这一行不要了，就整行删掉。")


def _bad_id_number(fault: Fault) -> Pair:
    if "birth" in fault.more:
        return _("身份证号里的生日和“出生日期”（%(birth)s）不一样。"), _("照证件核对，改写错的那个。")
    return _("身份证号对不上校验位。"), _("照证件核对；多半是写错或写漏了一位。")


def _two_names(fault: Fault) -> Pair:
    if fault.title and fault.more.get("by"):
        problem = _("%(title)s和第 %(first)s 行的“%(name)s”一样，名字却不一样。")
    else:
        problem = _("和第 %(first)s 行的“%(name)s”像是同一个人，名字却不一样。")
    return problem, _("是同一个人，留一行、写对名字；真是两个人，给两人各写一个编号。")


def _one_name(fault: Fault) -> Pair:
    if "first" in fault.more:
        problem = _("第 %(first)s 行也有一位“%(name)s”，同在一个组织，分不出谁是谁。")
    else:
        problem = _("登记过的“%(name)s”不止一位，分不出这是哪一位。")
    return problem, _("给他们写上各自的编号，或者出生日期。")


def _unknown_unit(fault: Fault) -> Pair:
    if fault.more.get("near"):
        return _("没有叫“%(found)s”的组织。"), _(
            "是不是“%(near)s”？照组织架构上的名称写；新组织先写进“组织”表。"
        )
    return _("没有叫“%(found)s”的组织。"), _("照组织架构上的名称写；新组织先写进“组织”表。")


def _kind_changes(fault: Fault) -> Pair:
    if fault.more.get("known"):
        problem = _("这个组织登记过，%(title)s登记的是“%(known)s”，不是“%(found)s”。")
    else:
        problem = _("这个组织登记过，没有上级组织，这里却写了“%(found)s”。")
    return problem, _(
        "照登记的写。上级真的变了，请行业党委到“组织架构”里这个组织的页上改；"
        "类型真的变了，登记一个新的，再撤销这一个。"
    )


def _unit_line(fault: Fault) -> Pair:
    kind = UnitKind(str(fault.more["unit_kind"])).label
    if fault.more["line"] == Line.PARTY:
        problem = _("%(kind)s不管入党和党员的关系。") % {"kind": kind}
        return problem, _("“所在组织”写党组织；团支部写到“所在团组织”一列。")
    problem = _("%(kind)s不管团员的关系。") % {"kind": kind}
    return problem, _("在“所在团组织”一列写他的团支部。")


def _out_of_reach(fault: Fault) -> Pair:
    if "keeper" in fault.more:
        return _("这一项归“%(keeper)s”登记，不在你能管的范围。"), _(
            "照登记的写；真的变了，请那边的书记来记。"
        )
    return _("“%(found)s”不在你能管的范围。"), _(
        "只写你所在的组织和它下级组织的人；别的组织，请它自己的书记来导入。"
    )


def _read_as(problem: str) -> Pair:
    return problem, _("已经读成“%(now)s”，不用改。")


_SENTENCES: dict[Kind, Callable[[Fault], Pair]] = {
    Kind.MERGED: lambda f: (_("%(area)s 是合并在一起的格子。"), _("取消合并，每一格都填上自己的内容。")),
    Kind.HIDDEN_SHEET: lambda f: (
        _("工作表“%(sheet)s”藏着，里面有内容，没有读。"),
        _("取消隐藏看一眼：要导入的并进“人员”表，不要的删掉。"),
    ),
    Kind.HIDDEN_ROW: _hidden_row,
    Kind.HIDDEN_COLUMN: lambda f: (
        _("“%(title)s”这一列藏着。"),
        _("取消隐藏看一眼，不要的话整列删掉。"),
    ),
    Kind.NO_HEADER: lambda f: (
        _("“%(sheet)s”表里没找到表头。"),
        _("第一行写列名，照模板抄：姓名、所在组织、政治面貌……"),
    ),
    Kind.SECOND_SHEET: lambda f: (
        _("“%(sheet)s”看着也是一张名册，读的是“%(first)s”。"),
        _("并到一张表里，或者删掉一张。"),
    ),
    Kind.COLUMN_TWICE: lambda f: (
        _("“%(title)s”和“%(first)s”是一个意思，都是%(means)s。"),
        _("留一列；或者在“哪一列是什么”里，把另一列改成不读。"),
    ),
    Kind.COLUMN_MISSING: lambda f: (
        _("没找到“%(means)s”这一列。"),
        _("照模板加上；已经有了，就在“哪一列是什么”里指给我们看。"),
    ),
    Kind.FORMULA: lambda f: (
        _("这一格是公式：%(found)s"),
        _("复制这一格，用“粘贴为数值”贴回去。"),
    ),
    Kind.ERROR_VALUE: lambda f: (
        _("这一格显示的是错误：%(found)s"),
        _("写上真正的内容；没有内容就清空。"),
    ),
    Kind.MISSING: _missing,
    Kind.ODD_NAME: lambda f: (
        _("“%(found)s”里有数字或符号。"),
        _("姓名里只写姓名；同名的人用编号或出生日期分开。"),
    ),
    Kind.TOO_LONG: lambda f: (_("太长了，最多 %(most)s 个字。"), _("写短一些。")),
    Kind.DATE_UNCLEAR: lambda f: (
        _("“%(found)s”看不出是哪一天。"),
        _("写成 1990-05-03 这样，年、月、日都要有。"),
    ),
    Kind.DATE_IMPOSSIBLE: lambda f: (
        _("日期不会是“%(found)s”。"),
        _("核对年、月、日：要有这一天，不早于 1900 年，也不在今天以后。"),
    ),
    Kind.DATE_ORDER: _date_order,
    Kind.UNKNOWN_STATUS: lambda f: (
        _("“%(found)s”不是名册里用的说法。"),
        _("写这几种：入党申请人、入党积极分子、发展对象、预备党员、中共党员、共青团员。"),
    ),
    Kind.NOT_IN_SCOPE: lambda f: (
        _("群众不进名册，只记人数。"),
        _("递交过入党申请书的，写“入党申请人”；没有的，删掉这一行。"),
    ),
    Kind.STATUS_CLASH: lambda f: (
        _("“政治面貌”和“党员发展阶段”写了两种身份。"),
        _("只留现在的那一种。"),
    ),
    Kind.UNKNOWN_WORD: lambda f: (_("“%(found)s”看不懂。"), _("写“是”或“否”，也可以空着。")),
    Kind.UNKNOWN_KIND: lambda f: (
        _("“%(found)s”不是可以导入的组织类型。"),
        _("写这几种：党委、党总支、党支部、党小组、团支部。企业请行业党委到“组织架构 → 登记组织”登记。"),
    ),
    Kind.BAD_PHONE: lambda f: (
        _("这不是手机号。"),
        _("写 11 位的手机号，也可以空着。"),
    ),
    Kind.BAD_ID_NUMBER: _bad_id_number,
    Kind.NUMBER_LOST: lambda f: (
        _("表格软件把号码当成了数字，后几位已经丢了。"),
        _("把这一列设成“文本”，照原件重新填一遍。"),
    ),
    Kind.ROW_TWICE: lambda f: (_("和第 %(first)s 行是同一个人。"), _("留一行，删一行。")),
    Kind.UNIT_TWICE: lambda f: (_("和第 %(first)s 行是同一个组织。"), _("留一行，删一行。")),
    Kind.ONE_PERSON_TWO_NAMES: _two_names,
    Kind.TWO_PERSONS_ONE_NAME: _one_name,
    Kind.UNKNOWN_UNIT: _unknown_unit,
    Kind.AMBIGUOUS_UNIT: lambda f: (
        _("叫“%(found)s”的组织不止一个。"),
        _("前面写上它的上级，用斜线隔开，例如：样例科技党委/第一党支部。"),
    ),
    Kind.CIRCULAR_UNIT: lambda f: (
        _("上级绕成了一个圈：%(around)s。"),
        _("改掉其中一个的上级组织。"),
    ),
    Kind.UNIT_ORDER: lambda f: (
        _("%(below)s不能直接隶属于%(above)s。"),
        _("改类型，或者改上级组织。"),
    ),
    Kind.NO_SUPERIOR: lambda f: (
        _("新的组织没有写上级组织。"),
        _("写上它隶属于谁；没有上级的，请行业党委到“组织架构 → 登记组织”登记。"),
    ),
    Kind.CLOSED_UNIT: lambda f: (
        _("这家企业有过叫这个名字的组织，已经撤销。"),
        _("请换一个名称。"),
    ),
    Kind.KIND_CHANGES: _kind_changes,
    Kind.UNIT_LINE: _unit_line,
    Kind.OUT_OF_REACH: _out_of_reach,
    Kind.ANOTHER_PERSON: lambda f: (
        _("编号“%(found)s”登记的是%(name)s，不是这个人。"),
        _("核对编号。如果只是改了名，写上出生日期，就能对上。"),
    ),
    Kind.STEP_BACK: lambda f: (
        _("登记的是%(known)s，名册不把身份往回改。"),
        _("照登记的写；真的登记错了，到这个人的页上改。"),
    ),
    Kind.SINCE_EARLIER: lambda f: (
        _("这个身份要从 %(known)s 以后算起，在那以前是上一个身份。"),
        _("核对起算日期。"),
    ),
    Kind.FULL_WIDTH: lambda f: _read_as(_("“%(found)s”里有全角的数字或字母。")),
    Kind.SPACES: lambda f: _read_as(_("“%(found)s”里有多余的空格。")),
    Kind.DATE_TEXT: lambda f: _read_as(_("“%(found)s”是文字，不是日期格式。")),
    Kind.DATE_SERIAL: lambda f: _read_as(_("“%(found)s”是数字，不是日期格式。")),
    Kind.DATE_1904: lambda f: (
        _("这个文件的日期从 1904 年算起，已经照此换算。"),
        _("抽看几个日期。要是都差了四年，请在表格软件里关掉“1904 日期系统”，再传一次。"),
    ),
    Kind.HEADER_MOVED: lambda f: (_("表头在第 %(row)s 行，上面的没有读。"), _("不用改。")),
    Kind.HEADER_AGAIN: lambda f: (_("这一行又是表头，跳过了。"), _("不用改。")),
    Kind.EXAMPLE_ROW: lambda f: (_("这一行是示例，跳过了。"), _("不用改。")),
    Kind.OTHER_SHEET: lambda f: (_("工作表“%(sheet)s”不像名册，没有读。"), _("不用改。")),
    Kind.FAR_LINKS: lambda f: (_("文件里有指向别的文件的链接，没有带进来。"), _("不用改。")),
}


def refusal(problem: Unreadable) -> str:
    """Why a whole file is not read, and what to do, in one or two sentences."""
    given = {
        "words": problem.words,
        "rows": f"{MOST_ROWS:,}",
        "columns": WIDEST,
        "megabytes": LARGEST_FILE // MEGABYTE,
    }
    return _REFUSALS[problem.reason]() % given


_SAVE_AS = gettext_lazy("用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”，再传一次。")
_REFUSALS: dict[Refusal, Callable[[], str]] = {
    Refusal.EMPTY: lambda: _("这个文件是空的。请选存好的名册，再传一次。"),
    Refusal.TOO_LARGE: lambda: _(
        "文件太大，名册最多 %(megabytes)s MB。请删掉里面的图片和别的工作表，再传一次。"
    ),
    Refusal.OLD_EXCEL: lambda: _("这是旧格式的表格（.xls 或 .et）。") + str(_SAVE_AS),
    Refusal.PASSWORD: lambda: _("文件设了打开密码，我们读不了。请在表格软件里去掉密码，另存一份，再传一次。"),
    Refusal.MACROS: lambda: _("文件里带着宏，为了安全不收。") + str(_SAVE_AS),
    Refusal.BINARY: lambda: _("这是二进制格式的表格（.xlsb）。") + str(_SAVE_AS),
    Refusal.STRICT: lambda: _("这是“严格”格式的 .xlsx。") + str(_SAVE_AS),
    Refusal.WEB_PAGE: lambda: _("这其实是一个网页，只是名字像表格。") + str(_SAVE_AS),
    Refusal.PLAIN_TEXT: lambda: _("这其实是一个文本文件（例如 CSV），只是名字像表格。") + str(_SAVE_AS),
    Refusal.PDF: lambda: _("这是 PDF，不是表格。请传 .xlsx 的名册。"),
    Refusal.PICTURE: lambda: _("这是一张图片，不是表格。请传 .xlsx 的名册。"),
    Refusal.OPEN_DOCUMENT: lambda: _("这是 OpenDocument 表格（.ods）。") + str(_SAVE_AS),
    Refusal.WORD: lambda: _("这是 Word 文档，不是表格。请把名册放进表格里，存成 .xlsx，再传一次。"),
    Refusal.OTHER_ZIP: lambda: _("这是一个压缩包，不是表格。请解开它，传里面的 .xlsx。"),
    Refusal.UNKNOWN: lambda: _("这不是 .xlsx 的表格。") + str(_SAVE_AS),
    Refusal.BROKEN: lambda: _("文件坏了，读不出来。") + str(_SAVE_AS),
    Refusal.SWOLLEN: lambda: _(
        "文件解开以后大得不正常，为了安全不收。请把名册复制到新下载的模板里，再传一次。"
    ),
    Refusal.TOO_MANY_CELLS: lambda: _(
        "表里的格子太多，多半是一大片带格式的空格子。请把名册复制到新下载的模板里，再传一次。"
    ),
    Refusal.TOO_MANY_ROWS: lambda: _("一次最多导入 %(rows)s 行。请分成几个文件，一个一个传。"),
    Refusal.TOO_WIDE: lambda: _(
        "表里超过 %(columns)s 列，不像名册。请把名册复制到新下载的模板里，再传一次。"
    ),
    Refusal.NO_SHEET: lambda: _("没找到名册：没有一张表的表头写着姓名和所在组织。请照模板写表头，再传一次。"),
    Refusal.PRIVATE_COLUMNS: lambda: _(
        "文件里有“%(words)s”，平台现在不收这些，文件没有留下。请删掉这些列，再传一次。"
    ),
}
