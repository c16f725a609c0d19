"""Medical visits of people at work: days alone. Nothing of health is held, nor what came of it."""

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


class MedicalVisitQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody said to be a mistake."""
        return self.filter(undone_on=None)

    def visible_to(self, actor: Actor, also: Collection[UUID] = ()) -> Self:
        if actor.is_system:
            return self.all()
        mine = of_the_line(actor, "contract__employer", "contract__person", also)
        return self.filter(mine, within_its_term("visits", "contract__period"))


class MedicalVisit(Record):
    """The day for which a visit is set, and the day on which it was held. One that is set and not held yet may move; once held
    it is final, but for a mistake. No free text: nobody can write there what is not a day."""

    class Undone(models.TextChoices):
        MISTAKE = "mistake", "C’était une erreur"
        NOT_HELD = "not_held", "Elle ne se tiendra pas ce jour-là"

    contract = models.ForeignKey(Contract, verbose_name="contrat", on_delete=models.PROTECT, related_name="visits")
    planned_on = models.DateField("prévue le")
    held_on = models.DateField("tenue le", null=True)
    undone_on = models.DateField("annulée le", null=True)
    undone_as = models.CharField("motif de l’annulation", max_length=8, choices=Undone, blank=True)

    objects = MedicalVisitQuerySet.as_manager()

    TITLE = "{contract}"
    TOLD_FROM = ("contract__person__given_name", "contract__person__family_name", "contract__employer__name")
    UNTOLD = dict.fromkeys(("planned_on", "held_on", "undone_on", "undone_as"), RESERVED)
    FINAL = (
        Final(("contract_id",)),
        Final(("planned_on", "held_on"), since="held_on"),
        Final(("undone_on", "undone_as"), since="undone_on"),
    )

    class Meta:
        verbose_name = "visite médicale"
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(held_on=None, undone_on=None), name="medical_visit_one_to_come"
            ),
        ]

    def told(self) -> str:
        """As the journal names it."""
        return self.contract.told()
