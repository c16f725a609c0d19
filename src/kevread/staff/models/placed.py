"""Whom another employs, and places here: temporary workers, people of an employers’ grouping. The register of staff names them
in their turn, with who placed them (D1221-23)."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from kevread.base.models import Dated, DatedQuerySet
from kevread.base.retention import within_its_term
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Organisation
from kevread.staff.models.contract import EMPLOYS, RESERVED, Identity


class PlacedQuerySet(DatedQuerySet):
    def standing(self) -> Self:
        return self.exclude(end_reason=Placed.EndReason.MISTAKE)

    def visible_to(self, actor: Actor, also: Collection[UUID] = ()) -> Self:
        """The line of whoever receives them; whoever it entrusted with its contracts (`permissions.employers`): as long as it
        is to be kept after they leave, and nobody then."""
        if actor.is_system:
            return self.all()
        return self.filter(within_its_term("placed", "period"), employer__in=[*(actor.where(EMPLOYS) or ()), *also])


class Placed(Dated):
    """Somebody who works here from a day on, whom another employs. They need no record in the directory, and are no employee of
    this house: no fact counts them."""

    class Kind(models.TextChoices):
        TEMPORARY = "temporary", "Intérim"
        GROUP = "group", "Mise à disposition par un groupement d’employeurs"

    class EndReason(models.TextChoices):
        ENDED = "ended", "Départ"
        MISTAKE = "mistake", "Erreur de saisie annulée"

    employer = models.ForeignKey(
        Organisation, verbose_name="où l’on travaille", on_delete=models.PROTECT, related_name="placed"
    )
    kind = models.CharField("par qui l’on est placé·e", max_length=9, choices=Kind)
    given_name = models.CharField("prénom", max_length=80)
    family_name = models.CharField("nom de famille", max_length=80)
    nationality = models.CharField("nationalité", max_length=60)
    born_on = models.DateField("date de naissance")
    sex = models.CharField("sexe", max_length=1, choices=Identity.Sex)
    permit = models.CharField("titre de travail, type et numéro", max_length=120, blank=True)
    occupation = models.CharField("emploi", max_length=120)
    qualification = models.CharField("qualification", max_length=80, blank=True)
    provider = models.CharField("qui l’emploie", max_length=160)
    provider_address = models.CharField("adresse de qui l’emploie", max_length=200)
    end_reason = models.CharField("motif de fin", max_length=7, choices=EndReason, blank=True)
    end_note = models.CharField("précision", max_length=300, blank=True)

    objects = PlacedQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{kind}"
    TOLD_FROM = ("kind",)
    OF_THEM = (
        "given_name", "family_name", "nationality", "born_on", "sex", "permit", "occupation", "qualification", "provider",
        "provider_address",
    )  # fmt: skip
    UNTOLD = dict.fromkeys((*OF_THEM, "end_reason", "end_note"), RESERVED)
    FINAL = (Final(("employer_id", "kind", *OF_THEM)),)

    class Meta:
        verbose_name = "personne placée par un autre employeur"
        constraints = [
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="placed_has_start"),
            models.CheckConstraint(condition=~Q(provider="") & ~Q(provider_address=""), name="placed_by_somebody"),
        ]
        indexes = [models.Index(fields=["employer"], name="placed_at_employer")]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def told(self) -> str:
        """As the journal names it: who it is, the register says."""
        return self.get_kind_display()
