from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0003_popular")]

    operations = [migrations.RemoveIndex(model_name="document", name="narrowed")]
