"""Wiring of the room."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """项目."""

    name = "sixianghui.project"
    label = "project"
    verbose_name = "项目"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Jobs live in the domain's time; the chain is vouched for every hour; what was asked is forgotten."""
        from sixianghui.audit import public as audit
        from sixianghui.project import checking, clock, erasing, nul, personal
        from sixianghui.realtime import public as realtime
        from sixianghui.search import public as search
        from sixianghui.tasks import public as tasks

        nul.install()
        tasks.before_each(clock.refresh)
        realtime.progress_too(tasks.progress)
        tasks.every(hours=1, name="audit.anchor")(audit.anchor)
        tasks.every(days=1, name="search.forget_queries", erases=True)(search.forget_queries)
        personal.register()
        checking.register()
        erasing.register()
