import django.db.models.deletion
from django.db import migrations, models

#: What appeals say stood in the fact, where it could not be forgotten.
COPY = "INSERT INTO remarks_appealwords (appeal_id, text) SELECT id, words FROM remarks_appeal"


class Migration(migrations.Migration):

    dependencies = [
        ('remarks', '0002_standing_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='AppealWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200, verbose_name='为什么应当放出来')),
                ('appeal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='said', to='remarks.appeal')),
            ],
            options={
                'verbose_name': '申诉的话',
                'verbose_name_plural': '申诉的话',
            },
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='appeal',
            name='words',
        ),
    ]
