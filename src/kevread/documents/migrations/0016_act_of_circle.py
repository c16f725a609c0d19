from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("documents", "0015_text_chunks")]

    operations = [
        migrations.AddField(
            model_name="circle",
            name="act",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="code de l’acte"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="circle",
            name="act_said",
            field=models.CharField(blank=True, default="", max_length=160, verbose_name="de quel acte il s’agit"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="circle",
            constraint=models.CheckConstraint(condition=Q(act="") | ~Q(act_said=""), name="circle_act_is_said"),
        ),
    ]
