"""What is told in writing to whoever is hired: that it was handed over, and on which day. What it says is not held here."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.base.retention import within_its_term
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.staff.models.contract import RESERVED, Contract, of_the_line
from kevread.staff.rules.calendar import FIRST, REST

INFORMED = "information"  # the register of what is handed over at hiring


class InformationQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)

    def visible_to(self, actor: Actor, also: Collection[UUID] = ()) -> Self:
        if actor.is_system:
            return self.all()
        mine = of_the_line(actor, "contract__employer", "contract__person", also)
        return self.filter(mine, within_its_term("information", "contract__period"))


class Information(Record):
    """A part of what R1221-34 has told in writing was handed over on that day, as the line of the employer says. Final, but for
    a mistake; another is then said."""

    class Part(models.TextChoices):
        FIRST = FIRST, "Ce qui est dû sous sept jours"
        REST = REST, "Ce qui est dû sous un mois"

    contract = models.ForeignKey(Contract, verbose_name="contrat", on_delete=models.PROTECT, related_name="information")
    part = models.CharField("partie", max_length=5, choices=Part)
    handed_on = models.DateField("remise le")
    undone_on = models.DateField("annulée le", null=True)

    objects = InformationQuerySet.as_manager()

    TITLE = "{contract}"
    TOLD_FROM = ("contract__person__given_name", "contract__person__family_name", "contract__employer__name")
    UNTOLD = dict.fromkeys(("part", "handed_on", "undone_on"), RESERVED)
    FINAL = (Final(("contract_id", "part", "handed_on")), Final(("undone_on",), since="undone_on"))

    class Meta:
        verbose_name = "information remise à l’embauche"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "part"], condition=Q(undone_on=None), name="information_handed_once"
            ),
        ]

    def told(self) -> str:
        """As the journal names it."""
        return self.contract.told()
