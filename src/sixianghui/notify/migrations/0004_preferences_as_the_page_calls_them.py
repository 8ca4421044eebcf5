from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('notify', '0003_read_until_has_a_name'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='preference',
            options={'verbose_name': '收消息的方式', 'verbose_name_plural': '收消息的方式'},
        ),
    ]
