import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channel", "0002_bootstrap_base_page"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="basepage",
            name="latest_revision",
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="wagtailcore.revision", verbose_name="latest revision"),
        ),
        migrations.AddField(
            model_name="basepage",
            name="live_revision",
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="wagtailcore.revision", verbose_name="live revision"),
        ),
        migrations.AlterField(
            model_name="basepage",
            name="locale",
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wagtailcore.locale", verbose_name="locale"),
        ),
        migrations.AlterField(
            model_name="basepage",
            name="translation_key",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AlterUniqueTogether(name="basepage", unique_together={("translation_key", "locale")}),
        migrations.CreateModel(
            name='ColumnPage',
            fields=[
                ('basepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('face', models.CharField(choices=[('guide', '办事指南'), ('collection', '专题'), ('lectures', '讲堂'), ('news', '新闻'), ('showcase', '风采'), ('panorama', '全景'), ('dialogue', '互动')], max_length=16, verbose_name='样式')),
                ('short_title', models.CharField(max_length=12, verbose_name='导航用的短名')),
                ('promise', models.CharField(max_length=200, verbose_name='这里将有什么')),
            ],
            options={
                'verbose_name': '栏目',
                'verbose_name_plural': '栏目',
            },
            bases=('channel.basepage',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('basepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead_label', models.CharField(blank=True, max_length=40, verbose_name='头条眉题')),
                ('lead_title', models.CharField(blank=True, help_text='可用 | 标出允许换行的地方', max_length=80, verbose_name='头条标题')),
                ('lead_text', models.CharField(blank=True, max_length=300, verbose_name='头条导语')),
            ],
            options={
                'verbose_name': '首页',
            },
            bases=('channel.basepage',),
        ),
    ]
