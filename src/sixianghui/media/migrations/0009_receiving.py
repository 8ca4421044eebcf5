from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0008_whip'),
    ]

    operations = [
        migrations.AlterField(
            model_name='stream',
            name='state',
            field=models.CharField(choices=[('live', '正在接收直播'), ('queued', '排队等着做'), ('working', '正在做'), ('ready', '做好了'), ('failed', '没有做成'), ('gone', '到期删了')], default='queued', max_length=8),
        ),
    ]
