"""What people asked about their data, and what was erased."""

from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Organisation, Person

ANSWER, ERASE = "answer_demand", "erase_person"


class DemandQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those that one answers."""
        where = actor.where(ANSWER)
        if actor.is_system or where is None:
            return self.all()
        return self.filter(Q(person=actor.person, person__isnull=False) | Q(organisation__in=where))

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class Demand(Record):
    """What somebody asks about their data, and what was answered: within a month (L10.1)."""

    class Kind(models.TextChoices):
        ACCESS = "access", "Lire ce qui est gardé de moi"
        RECTIFY = "rectify", "Corriger"
        RESTRICT = "restrict", "Limiter l’usage de mes données"
        OBJECT = "object", "M’opposer à un usage"
        ERASE = "erase", "Effacer"

    class Outcome(models.TextChoices):
        GRANTED = "granted", "C’est fait"
        PARTLY = "partly", "C’est fait en partie"
        REFUSED = "refused", "Cela ne se fera pas"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="demands"
    )
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="demands")
    kind = models.CharField("demande", max_length=8, choices=Kind)
    text = models.TextField("ses mots")
    received_on = models.DateField("reçue le")
    outcome = models.CharField("réponse", max_length=8, choices=Outcome, blank=True)
    answer = models.TextField("ce qui est répondu", blank=True)
    answered_by = models.ForeignKey(
        Person, verbose_name="qui répond", null=True, on_delete=models.PROTECT, related_name="demands_answered"
    )
    answered_at = models.DateTimeField("répondu", null=True)

    objects = DemandQuerySet.as_manager()

    TITLE = "{kind}"
    FINAL = (Final(("organisation_id", "person_id", "kind", "text", "received_on")), Final(since="answered_at"))

    class Meta:
        verbose_name = "demande sur ses données"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "kind"], condition=Q(answered_at=None), name="demand_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", answer="", answered_by=None)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="demand_answered_whole",
            ),
        ]


class Erasure(Record):
    """Somebody was erased: what went, what law keeps. Nothing of it names them."""

    person = models.OneToOneField(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="erasure")
    why = models.TextField("pourquoi")
    erased_at = models.DateTimeField("effacée")
    gone = models.JSONField("ce qui est parti")  # what it is called: how many
    kept = models.JSONField("ce que la loi garde")  # what it is called: how many, why

    TITLE = "{person}"
    FINAL = (Final(("person_id", "erased_at", "gone", "kept")),)  # and why, but for somebody else who is named there

    class Meta:
        verbose_name = "effacement d’une personne"
