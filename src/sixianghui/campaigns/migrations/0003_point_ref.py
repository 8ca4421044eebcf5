"""Each point of a notice gets a name of its own for addresses."""

from django.db import migrations, models

import sixianghui.common.ids


def name_each(apps, schema_editor):
    point = apps.get_model("campaigns", "Point")
    for number in point.objects.values_list("pk", flat=True):
        point.objects.filter(pk=number).update(ref=sixianghui.common.ids.new_ref())


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_plans_and_activities")]

    operations = [
        migrations.AddField(
            model_name="point",
            name="ref",
            field=models.CharField(default=sixianghui.common.ids.new_ref, editable=False, max_length=32),
        ),
        migrations.RunPython(name_each, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="point",
            name="ref",
            field=models.CharField(default=sixianghui.common.ids.new_ref, editable=False, max_length=32, unique=True),
        ),
    ]
