"""Wiring of the room."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """任务."""

    name = "sixianghui.tasks"
    label = "tasks"
    verbose_name = "任务"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django_tasks.signals import task_enqueued

        from sixianghui.tasks import bell, housekeeping, outbox
        from sixianghui.tasks.routines import every

        task_enqueued.connect(bell.enqueued, dispatch_uid="tasks.bell")
        every(minutes=1, name="tasks.tend_outbox")(outbox.tend)
        every(hours=6, name="tasks.know_sizes")(housekeeping.know_sizes)
        every(days=1, name="tasks.clear_sessions")(housekeeping.clear_sessions)
        every(days=1, name="tasks.clear_finished_jobs")(housekeeping.clear_finished_jobs)
