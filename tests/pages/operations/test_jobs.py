"""The page of background jobs, as whoever runs the installation sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from sixianghui.access.public import Post
from sixianghui.audit.models import AuditEvent
from sixianghui.media.commands.joining import join_live
from sixianghui.media.commands.streaming import make_stream
from sixianghui.media.commands.trimming import trim_stream
from sixianghui.operations.commands.backups import make_backup
from sixianghui.reports.commands.exports import make_export
from sixianghui.tasks import clock, leases
from sixianghui.tasks.models import Outgoing, Progress, Worker
from sixianghui.tasks.public import work_off
from tests.factories import signed_in, someone_with
from tests.unit.tasks import jobs

pytestmark = pytest.mark.django_db
PAGE = "/operations/jobs/"


@pytest.fixture(autouse=True)
def _jobs_wait(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.fixture
def admin() -> Any:
    client = signed_in(someone_with(Post.SYSTEM_ADMIN))
    DBTaskResult.objects.all().delete()
    return client


def failed_jobs(many: int, path: str = jobs.fail.module_path) -> list[str]:
    now = clock.now()
    rows = [
        DBTaskResult(
            status="FAILED", task_path=path, args_kwargs={"args": ["张三"], "kwargs": {}},
            backend_name="default", run_after=now, enqueued_at=now, finished_at=now, worker_ids=["a"],
            exception_class_path="builtins.ValueError", traceback="ValueError: no row for 张三 13812345678\n",
        )
        for _ in range(many)
    ]  # fmt: skip
    return [str(row.pk) for row in DBTaskResult.objects.bulk_create(rows)]


def test_jobs_when_there_are_none_then_the_page_says_so(admin: Any) -> None:
    html = admin.get(PAGE).content.decode()
    assert "现在没有任务" in html
    assert "没有进程在做后台任务" in html
    assert "audit.anchor" in html


def test_jobs_when_they_fail_run_and_wait_then_each_is_in_its_place_and_no_value_is_shown(admin: Any) -> None:
    failed_jobs(1)
    jobs.write.enqueue("李四", "one")
    taken = leases.take("worker-x", clock.now())
    assert taken is not None
    now = clock.now()
    Progress.objects.create(job=taken.pk, done=3, total=10, words="copy", at=now)
    jobs.write.enqueue("王五", "two")
    Worker.objects.create(name="worker-x", host="one", process=1, is_long=False, began_at=now, seen_at=now)
    html = admin.get(PAGE).content.decode()
    for shown in ("ValueError", "no row for …", "worker-x", "3 / 10", "copy", 'id="waiting"'):
        assert shown in html, shown
    for hidden in ("张三", "李四", "王五", "13812345678", "没有进程在做"):
        assert hidden not in html, hidden


def test_failed_job_when_dropping_it_is_thought_of_then_one_sentence_comes_before_and_its_name_is_said(
    admin: Any,
) -> None:
    failed_jobs(1)
    html = admin.get(PAGE).content.decode()
    folded = html[html.index("<details><summary>不做了") :]
    folded = folded[: folded.index("</details>")]
    assert "找不回来" in folded and "/removal/" in folded
    assert folded.index("找不回来") < folded.index("<button")
    assert '<span class="vh">：' in folded


def test_jobs_when_there_are_hundreds_then_come_by_pages_for_the_same_queries(
    admin: Any, django_assert_max_num_queries: Any
) -> None:
    failed_jobs(1)
    with django_assert_max_num_queries(24):
        admin.get(PAGE)
    failed_jobs(300)
    with django_assert_max_num_queries(24):
        html = admin.get(f"{PAGE}?failed=2").content.decode()
    assert html.count("/retry/") == 20
    assert "第 2 页，共 16 页" in html


def test_failed_job_when_tried_again_or_dropped_then_is_and_the_chain_says_who(admin: Any) -> None:
    first, second = failed_jobs(2)
    assert admin.post(f"{PAGE}{first}/retry/").status_code == 302
    assert admin.post(f"{PAGE}{second}/removal/").status_code == 302
    assert list(DBTaskResult.objects.values_list("status", flat=True)) == ["READY"]
    acts = AuditEvent.objects.filter(action__startswith="job:").values_list("action", "object_id")
    assert sorted(acts) == [("job:drop", second), ("job:retry", first)]
    again = admin.post(f"{PAGE}{second}/removal/", follow=True).content.decode()
    refused = again[again.index('<div class="toast err" role="alert">') :]
    assert "已经不在没做成的里面了" in refused[: refused.index("</div>")]
    assert AuditEvent.objects.filter(action="job:drop").count() == 1


@pytest.mark.parametrize("job", [make_stream, trim_stream, make_export, make_backup])
def test_failed_job_when_whoever_waits_for_it_was_told_then_can_only_be_dropped(admin: Any, job: Any) -> None:
    [ref] = failed_jobs(1, job.module_path)
    html = admin.get(PAGE).content.decode()
    assert "/retry/" not in html and "/removal/" in html
    assert "从录像、导出或备份那一页再来一次" in html
    said = admin.post(f"{PAGE}{ref}/retry/", follow=True).content.decode()
    assert '<div class="toast err" role="alert">' in said
    assert DBTaskResult.objects.get().status == "FAILED"
    assert not AuditEvent.objects.filter(action="job:retry").exists()


def test_failed_job_when_it_has_something_left_to_do_although_somebody_was_told_then_can_be_tried_again(
    admin: Any,
) -> None:
    [ref] = failed_jobs(1, join_live.module_path)  # it joins whatever still lies there as it came
    assert f"{ref}/retry/" in admin.get(PAGE).content.decode()
    admin.post(f"{PAGE}{ref}/retry/")
    assert DBTaskResult.objects.get().status == "READY"


def test_progress_when_asked_then_tells_how_far_until_it_has_ended(admin: Any) -> None:
    jobs.write.enqueue("/nowhere", "one")
    taken = leases.take("worker-x", clock.now())
    assert taken is not None
    Progress.objects.create(job=taken.pk, done=3, total=10, words="copy", at=clock.now())
    path = f"{PAGE}{taken.pk}/progress/"
    assert admin.get(path).json() == {"done": 3, "total": 10, "stage": "copy", "finished": False}
    leases.finish(taken, "worker-x", None, None)
    assert admin.get(path).json()["finished"] is True
    assert admin.get(f"{PAGE}nonsense/progress/").status_code == 404


def test_week_when_a_job_failed_then_the_administrator_has_a_card_and_nobody_else(admin: Any) -> None:
    failed_jobs(3)
    assert "3 个后台任务没做成" in admin.get("/week/").content.decode()
    assert "后台任务没做成" not in signed_in(someone_with(Post.SECRETARY)).get("/week/").content.decode()


def test_health_when_nobody_is_at_work_or_a_job_failed_then_says_so(admin: Any) -> None:
    failed_jobs(2)
    html = admin.get("/operations/").content.decode()
    assert "没有进程在做后台任务。" in html
    assert "2 个后台任务没做成" in html


def test_health_when_a_job_waits_long_then_says_so(admin: Any) -> None:
    now = clock.now()
    Worker.objects.create(name="worker-x", host="one", process=1, is_long=False, began_at=now, seen_at=now)
    jobs.write.enqueue("/nowhere", "one")
    old = now - dt.timedelta(minutes=25)
    DBTaskResult.objects.update(enqueued_at=old)
    assert "等了 25 分钟" in admin.get("/operations/").content.decode()
    work_off()
    assert "等了" not in admin.get("/operations/").content.decode()


def test_pages_when_asked_by_anybody_else_then_are_closed() -> None:
    [ref] = failed_jobs(1)
    client = signed_in(someone_with(Post.SECRETARY))
    assert client.get(PAGE).status_code in {403, 404}
    assert client.post(f"{PAGE}{ref}/retry/").status_code in {403, 404}


def test_outgoing_when_nobody_knows_then_a_person_says_what_became_of_it(admin: Any) -> None:
    now = clock.now()
    values: dict[str, Any] = {
        "content": {},
        "state": "unknown",
        "made_at": now,
        "due_at": now,
        "changed_at": now,
    }
    one = Outgoing.objects.create(kind="tests", key="a", **values)
    other = Outgoing.objects.create(kind="tests", key="b", **values)
    assert "不知道到没到" in admin.get(PAGE).content.decode()
    assert "2 件送到外面的事要看一眼" in admin.get("/week/").content.decode()
    admin.post(f"/operations/outgoing/{one.pk}/settlement/", {"answer": "sent"})
    admin.post(f"/operations/outgoing/{other.pk}/settlement/", {"answer": "again"})
    assert [row.state for row in Outgoing.objects.order_by("key")] == ["sent", "waiting"]
    assert AuditEvent.objects.filter(action="outgoing:settle").count() == 2
    assert (
        "已经有了着落"
        in admin.post(
            f"/operations/outgoing/{one.pk}/settlement/", {"answer": "again"}, follow=True
        ).content.decode()
    )
