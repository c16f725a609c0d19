from typing import Self

from django.db import models

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.decisions.models import Application
from kevread.directory.models import Organisation


class PresentQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        where = [hat.organisation for hat in actor.hats if hat.allows("wrap", hat.organisation)]
        return self.filter(organisation__in=where)


class Present(Record):
    """Something that an organisation gives. It knows the decision that opened it: the foreign key points downwards."""

    class Ribbon(models.TextChoices):
        RED = "red", "Rouge"
        NONE = "none", "Sans ruban"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("nom du cadeau", max_length=60)
    ribbon = models.CharField("ruban", max_length=4, choices=Ribbon, default=Ribbon.NONE)
    opened_by = models.ForeignKey(
        Application, verbose_name="ouvert par", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PresentQuerySet.as_manager()

    TITLE = "{name}"
    UNTOLD = {"opened_by": "la page de la décision le dit"}

    class Meta:
        verbose_name = "cadeau"
