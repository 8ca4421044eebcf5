"""An editor's day on Wagtail's real screens: written, reviewed by three people, out, put right, taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.editors import sign_in
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TITLE, REASON = "值守组的十四天", "写到的人收回了同意。"
#: As the pinyin of the title makes it; no other piece of the demo has that title.
SLUG = "zhi-shou-zu-de-shi-si-tian"
CORRECTION = "标题里的“十四天”应为“十五天”。"


def test_day_of_an_editor_when_three_people_review_then_comes_out_is_put_right_and_is_taken_back(
    site: Site, chromium: Browser
) -> None:
    said: list[str] = []
    writer, first, second, chief = (
        sign_in(site, chromium, name, said) for name in ("何静", "孟山", "江月", "许亦安")
    )
    number = writer.write(TITLE, "五个人轮值，连续十四天没有留过夜的工单。")
    assert "发布" not in writer.offered(number)
    writer.hand_in()
    assert "通过" not in writer.offered(number)

    first.judge(number, "通过")
    # The same person holds a post for the second review too, and is told why it is not theirs.
    assert "通过" not in first.offered(number)
    expect(first.home().get_by_text("三审要三个人").first).to_be_visible()
    second.judge(number, "退回", "第二句的人数和名单对不上。")
    writer.open(number)
    expect(writer.page.get_by_text("第二句的人数和名单对不上。").first).to_be_visible()
    writer.hand_in()
    for reviewer in (first, second, chief):
        reviewer.judge(number, "通过")

    reader = chromium.new_context().new_page()
    address = site.url(f"/news/{SLUG}/")
    answer = reader.goto(address)
    assert answer is not None and answer.status == 200
    expect(reader.get_by_role("heading", name=TITLE).first).to_be_visible()

    writer.open(number)
    writer.fill("title", "值守组的十五天")
    writer.fill("correction", CORRECTION)
    writer.hand_in()
    for reviewer in (first, second, chief):
        reviewer.judge(number, "通过")
    reader.goto(address)
    expect(reader.get_by_text(CORRECTION).first).to_be_visible()

    chief.open(number)
    chief.press("撤下")
    chief.page.get_by_role("button", name="撤下").click()
    expect(chief.page.get_by_text("请写明为什么撤下").first).to_be_visible()
    chief.page.locator("[name=reason]").fill(REASON)
    chief.page.get_by_role("button", name="撤下").click()
    expect(chief.page.get_by_text("撤下了").first).to_be_visible()
    gone = reader.goto(address)
    assert gone is not None and gone.status == 410
    assert said == []
    for one in (writer, first, second, chief):
        one.page.context.close()


@pytest.mark.deep
def test_piece_when_a_time_is_set_then_waits_for_it_and_comes_out_by_itself(
    site: Site, chromium: Browser
) -> None:
    said: list[str] = []
    writer, first, second, chief = (
        sign_in(site, chromium, name, said) for name in ("何静", "孟山", "江月", "许亦安")
    )
    number = writer.write("楼下的自行车棚", "车棚装了灯，晚归的人多了一段亮路。")
    writer.come_out_in(number, minutes=3)
    writer.hand_in()
    for reviewer in (first, second, chief):
        reviewer.judge(number, "通过")
    expect(chief.home().get_by_text("楼下的自行车棚").first).to_be_visible()
    expect(chief.page.get_by_text("定了时间的").first).to_be_visible()
    reader = chromium.new_context().new_page()
    address = site.url("/news/lou-xia-de-zi-xing-che-peng/")
    statuses = []
    for _ in range(30):
        answer = reader.goto(address)
        statuses.append(answer.status if answer else 0)
        if statuses[-1] == 200:
            break
        reader.wait_for_timeout(10_000)
    assert (statuses[0], statuses[-1]) == (404, 200), statuses
    assert said == []
    for one in (writer, first, second, chief):
        one.page.context.close()
