from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_documents")]

    operations = [
        migrations.CreateModel(
            name="Popular",
            fields=[
                ("query", models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name="问的词")),
                ("people", models.PositiveIntegerField(verbose_name="一天里问的人")),
                ("day", models.DateField(verbose_name="最近哪一天")),
            ],
            options={"verbose_name": "常问的词", "verbose_name_plural": "常问的词"},
        ),
    ]
