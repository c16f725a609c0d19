"""Who comes to an employer by no contract of employment: trainees, volunteers in civic service. The register of staff has
a part of its own for them (L1221-13, D1221-23-1)."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from kevread.base.models import Dated, DatedQuerySet
from kevread.base.retention import within_its_term
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Organisation, Person
from kevread.staff.models.contract import EMPLOYS, RESERVED


class HostedQuerySet(DatedQuerySet):
    def standing(self) -> Self:
        return self.exclude(end_reason=Hosted.EndReason.MISTAKE)

    def visible_to(self, actor: Actor, also: Collection[UUID] = ()) -> Self:
        """The line of the employer; whoever that employer entrusted with its contracts (`permissions.employers`): as long as it
        is to be kept after its end, and nobody then."""
        if actor.is_system:
            return self.all()
        return self.filter(within_its_term("hosted", "period"), employer__in=[*(actor.where(EMPLOYS) or ()), *also])


class Hosted(Dated):
    """Somebody who is there from a day to another, whom somebody follows. They need no record in the directory: the register
    keeps their name, and nothing else of them is asked."""

    class Kind(models.TextChoices):
        TRAINEE = "trainee", "Stage"
        VOLUNTEER = "volunteer", "Service civique"

    class EndReason(models.TextChoices):
        ENDED = "ended", "Fin avant le jour prévu"
        MISTAKE = "mistake", "Erreur de saisie annulée"

    employer = models.ForeignKey(
        Organisation, verbose_name="où l’on est accueilli·e", on_delete=models.PROTECT, related_name="hosted"
    )
    kind = models.CharField("nature de l’accueil", max_length=9, choices=Kind)
    given_name = models.CharField("prénom", max_length=80)
    family_name = models.CharField("nom de famille", max_length=80)
    tutor = models.ForeignKey(Person, verbose_name="tuteur·rice", on_delete=models.PROTECT, related_name="hosts")
    place = models.CharField("lieu de présence", max_length=160)
    end_reason = models.CharField("motif de fin", max_length=7, choices=EndReason, blank=True)
    end_note = models.CharField("précision", max_length=300, blank=True)

    objects = HostedQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{kind}"
    TOLD_FROM = ("kind",)
    UNTOLD = dict.fromkeys(("given_name", "family_name", "tutor", "place", "end_reason", "end_note"), RESERVED)
    FINAL = (Final(("employer_id", "kind", "given_name", "family_name", "tutor_id", "place")),)

    class Meta:
        verbose_name = "accueil sans contrat de travail"
        constraints = [
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__endswith__isnull=False), name="hosted_from_to"
            ),
        ]
        indexes = [models.Index(fields=["employer"], name="hosted_of_employer")]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def told(self) -> str:
        """As the journal names it: who it is, the register says."""
        return self.get_kind_display()
