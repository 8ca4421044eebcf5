"""A notice as an official document."""

from __future__ import annotations

import io

from docx import Document

from sixianghui.campaigns import commands, official, queries
from sixianghui.common import time
from tests.unit.campaigns.house import House, an_item


def words_of_docx(content: bytes) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)


def test_document_when_made_then_holds_what_the_notice_asks_and_is_marked_as_a_sample(house: House) -> None:
    commands.set_letterhead(house.committee, organ="样例市互联网行业党委", code="样例", by=house.clerk)
    sent = house.sent(an_item(title="提一项攻关任务", minutes=12), title="关于开展活动的通知")
    notice = queries.notices().get(pk=sent.notice_id)
    made = official.document_of(notice)
    assert (made.number, made.sample, made.issuers) == ("样例〔2018〕1号", True, ("样例市互联网行业党委",))
    text = words_of_docx(official.render(notice, "docx").content)
    for part in (
        "样例〔2018〕1号",
        "关于开展活动的通知",
        "提一项攻关任务",
        "约需12分钟",
        "2018年6月20日",
        house.branch.name,
    ):
        assert part in text
    pdf = official.render(notice, "pdf")
    assert (pdf.content[:5], pdf.name) == (b"%PDF-", "样例〔2018〕1号 关于开展活动的通知.pdf")


def test_document_when_the_site_is_real_then_is_no_sample(house: House) -> None:
    notice = queries.notices().get(pk=house.sent().notice_id)
    with time.using(time.SystemClock()):
        assert official.document_of(notice).sample is False
