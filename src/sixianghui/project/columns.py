"""The seven columns a new channel starts with. They are data: a city renames, adds and retires them."""

from __future__ import annotations

from typing import NamedTuple

from sixianghui.channel.public import ColumnFace

SUMMARY = "郑州市互联网行业党建频道：办事、读新闻、听党课、看基地、提问题。"


class Column(NamedTuple):
    """A column to be opened."""

    title: str
    short_title: str
    face: ColumnFace
    promise: str
    slug: str


COLUMNS = (
    Column(
        "党务指南",
        "党务指南",
        ColumnFace.GUIDE,
        "入党、转接组织关系、支部换届……每件事一步一步写清：要带什么，谁来办，多久办完。",
        "guides",
    ),
    Column(
        "十九大", "十九大", ColumnFace.COLLECTION, "一条时间线，收着文件、解读和各企业的学习。", "congress"
    ),
    Column(
        "党建活动大讲堂",
        "大讲堂",
        ColumnFace.LECTURES,
        "下一堂课什么时候，正在讲什么，讲过的都能回放。不用登录就能看。",
        "lectures",
    ),
    Column(
        "党建e时代", "党建e时代", ColumnFace.NEWS, "互联网企业党建的新闻，写清谁、在哪儿、做了什么。", "news"
    ),
    Column(
        "党建e风采",
        "党建e风采",
        ColumnFace.SHOWCASE,
        "各支部自己送来的人和事。展示本人都同意，随时可以撤下。",
        "showcase",
    ),
    Column("党建全景360", "全景360", ColumnFace.PANORAMA, "不到现场，也能把红谷基地转着看一遍。", "panorama"),
    Column(
        "党建e互动",
        "党建e互动",
        ColumnFace.DIALOGUE,
        "你来信、提问，我们写明哪天答复，到期一定答。",
        "dialogue",
    ),
)
