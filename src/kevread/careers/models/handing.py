"""What somebody who leaves hands over: everything that is theirs, each thing to whom, agreed by who receives it."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kevread.base.models import Record, RecordQuerySet
from kevread.base.retention import within_its_term
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Organisation, Person
from kevread.staff.models import EMPLOYS, FILE, Contract

from .plans import UNDONE


def concerned(actor: Actor, at: str) -> Q:
    """The line of the employer, and whoever leaves. `at`: the way to the handover."""
    where = actor.where(EMPLOYS)
    line = Q() if where is None else Q(**{f"{at}employer__in": where})
    own = Q(**{f"{at}contract__person": actor.person}) if actor.person else Q(pk__in=())
    return line | own


class HandoverQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        return self.filter(undone_on=None)

    def visible_to(self, actor: Actor) -> Self:
        """The line of the employer, whoever leaves, and those to whom something of it is entrusted: nobody else,
        and nobody once what its employer keeps of somebody is past its term."""
        if actor.is_system:
            return self.all()
        mine = HandedOver.objects.filter(handover=OuterRef("pk"), to=actor.person)
        read = concerned(actor, "") | (Q(Exists(mine)) if actor.person else Q(pk__in=()))
        return self.filter(read, within_its_term(FILE, "contract__period"))


class Handover(Record):
    """Somebody leaves: what they carry is listed, entrusted, agreed; it is closed once nothing is left to nobody."""

    employer = models.ForeignKey(
        Organisation, verbose_name="employeur", on_delete=models.PROTECT, related_name="handovers"
    )
    contract = models.ForeignKey(Contract, verbose_name="contrat", on_delete=models.PROTECT, related_name="handovers")
    last_day = models.DateField("dernier jour")
    opened_on = models.DateField("ouvert le")
    closed_on = models.DateField("clos le", null=True)
    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = HandoverQuerySet.as_manager()

    TITLE = "{contract}"
    TOLD_FROM = ("contract__person__given_name", "contract__person__family_name")
    FINAL = (
        Final(("employer_id", "contract_id", "last_day", "opened_on")),
        Final(("closed_on",), since="closed_on"),
        UNDONE,
    )

    class Meta:
        verbose_name = "passation"
        constraints = [
            models.UniqueConstraint(fields=["contract"], condition=Q(undone_on=None), name="handover_once"),
        ]

    def __str__(self) -> str:
        return f"Passation de {self.contract.person}"

    def told(self) -> str:
        return str(self)


class HandedOverQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system:
            return self.all()
        mine = Q(to=actor.person) if actor.person else Q(pk__in=())
        read = concerned(actor, "handover__") | mine
        return self.filter(read, within_its_term(FILE, "handover__contract__period"))


class HandedOver(Record):
    """One thing that somebody carries, by the room that says so and the row by which it is known again; to whom it goes, and
    what they answered. Declined, it waits for somebody else."""

    handover = models.ForeignKey(Handover, verbose_name="passation", on_delete=models.PROTECT, related_name="things")
    kind = models.SlugField("nature", max_length=40)
    row = models.UUIDField("ligne")
    what = models.CharField("ce qui passe", max_length=300)
    to = models.ForeignKey(
        Person, verbose_name="confié à", null=True, on_delete=models.PROTECT, related_name="handed_over"
    )
    entrusted_on = models.DateField("confié le", null=True)
    agreed_on = models.DateField("accepté le", null=True)
    declined_because = models.CharField("refusé parce que", max_length=300, blank=True)

    objects = HandedOverQuerySet.as_manager()

    TITLE = "{what}"
    UNTOLD = {"kind": "un code ; la page de la passation le dit", "row": "une clé ; la page y mène"}
    FINAL = (Final(("handover_id", "kind", "row", "what")),)

    class Meta:
        verbose_name = "chose confiée"
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind", "row"], name="handed_over_once"),
            models.CheckConstraint(
                condition=Q(to=None, entrusted_on=None) | Q(to__isnull=False, entrusted_on__isnull=False),
                name="handed_over_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None) | Q(to__isnull=False), name="handed_over_agreed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def told(self) -> str:
        return self.what
