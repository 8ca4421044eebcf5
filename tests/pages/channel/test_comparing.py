"""The desk's comparison of two versions, on Chinese text."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.factories import signed_in
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> DeskOfTests:
    return open_desk()


def test_comparison_when_one_sign_of_a_paragraph_changed_then_marks_that_sign(desk: DeskOfTests) -> None:
    piece = desk.draft(
        body=[
            ("text", "<p>五个人轮值，连续十四天没有留过夜的工单。夜里电话响了三次。</p>"),
            ("heading", "不动的小标题"),
        ]
    )
    first = piece.latest_revision_id
    again = piece.get_latest_revision_as_object()
    block = again.body.raw_data[0]
    block["value"] = block["value"].replace("十四天", "十五天")
    again.body = again.body.stream_block.to_python([block, *list(again.body.raw_data)[1:]])
    second = again.save_revision(user=desk.writer).pk
    address = reverse("wagtailadmin_pages:revisions_compare", args=[piece.pk, first, second])
    html = signed_in(desk.editor).get(address).content.decode()
    assert re.findall(r'<span class="(addition|deletion)">([^<]*)</span>', html) == [
        ("deletion", "四"),
        ("addition", "五"),
    ]
    assert "连续十" in html
