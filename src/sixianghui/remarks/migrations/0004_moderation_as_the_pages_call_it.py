from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('remarks', '0003_appeal_words'),
    ]

    operations = [
        migrations.AlterField(
            model_name='thread',
            name='moderation',
            field=models.CharField(choices=[('before', '先看过再放出来'), ('after', '先放出来再看')], default='before', max_length=6, verbose_name='怎么审'),
        ),
    ]
