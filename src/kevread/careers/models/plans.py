"""The skills plan of a year, what each employer asks and hands in, what is trained; the dates of social dialogue; welfare."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.seats.models import Mandate
from kevread.staff.models import EMPLOYS

LEADS = "lead_skills"  # the right to hold the plan of the network
RESERVED = "réservé à l’employeur"
UNDONE = Final(("undone_on", "undone_because"), since="undone_on")


class Standing(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(undone_on=None)


class PlanQuerySet(Standing):
    def visible_to(self, actor: Actor) -> Self:
        """Those who read the head of network."""
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(organisation__in=where)


class SkillsPlan(Record):
    """What is trained in the network over a year: asked by each employer, gathered at the head, decided, then followed."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="tête de réseau", on_delete=models.PROTECT, related_name="skills_plans"
    )
    year = models.PositiveSmallIntegerField("année")
    opened_on = models.DateField("ouvert le")
    told_by = models.DateField("besoins attendus jusqu’au")
    adviser = models.ForeignKey(
        Mandate, verbose_name="appui technique", null=True, on_delete=models.PROTECT, related_name="+"
    )
    consolidated_on = models.DateField("consolidé le", null=True)
    decision = models.ForeignKey(
        Decision, verbose_name="décision au registre", null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = PlanQuerySet.as_manager()

    TITLE = "{year}"
    TOLD_FROM = ("year",)
    FINAL = (Final(("organisation_id", "year", "opened_on")), UNDONE)

    class Meta:
        verbose_name = "plan de développement des compétences"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"], condition=Q(undone_on=None), name="skills_plan_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(consolidated_on=None, decision=None)
                | Q(consolidated_on__isnull=False, decision__isnull=False),
                name="skills_plan_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan {self.year}"


def of_employers(actor: Actor, also: Collection[UUID] = ()) -> Q:
    """The rows of the employers whose line this person is, or that entrusted them with contracts (`also`)."""
    where = actor.where(EMPLOYS)
    return Q() if where is None else Q(employer__in=[*where, *also])


class AskedQuerySet(Standing):
    def visible_to(self, actor: Actor, also: Collection[UUID] = ()) -> Self:
        """The line of the employer; and whoever gathers, at the head, once it is handed in."""
        if actor.is_system:
            return self.all()
        leads = actor.where(LEADS)
        handed = HandIn.objects.standing().filter(plan=OuterRef("plan"), employer=OuterRef("employer"))
        gathers = Q(Exists(handed)) & (Q() if leads is None else Q(plan__organisation__in=leads))
        return self.filter(of_employers(actor, also) | gathers)


class Training(Record):
    """Something that the plan holds: for how many people, at what cost, and whether it was done. It names nobody."""

    class Outcome(models.TextChoices):
        DONE = "done", "Réalisée"
        NOT_DONE = "not_done", "Non réalisée"

    plan = models.ForeignKey(SkillsPlan, verbose_name="plan", on_delete=models.PROTECT, related_name="trainings")
    title = models.CharField("formation", max_length=160)
    people = models.PositiveSmallIntegerField("personnes")
    hours = models.PositiveSmallIntegerField("heures par personne")
    cost = models.PositiveIntegerField("coût prévu, en centimes")
    outcome = models.CharField("issue", max_length=8, choices=Outcome, blank=True)
    closed_on = models.DateField("le", null=True)
    trained = models.PositiveSmallIntegerField("personnes formées", null=True)
    spent = models.PositiveIntegerField("coût, en centimes", null=True)
    note = models.CharField("précision", max_length=300, blank=True)
    undone_on = models.DateField("retirée le", null=True)
    undone_because = models.CharField("motif du retrait", max_length=300, blank=True)

    objects = Standing.as_manager()

    READ_WITH = "plan"
    TITLE = "{title}"
    TOLD_FROM = ("title",)
    FINAL = (Final(("plan_id", "title", "people", "hours", "cost")), UNDONE)

    class Meta:
        verbose_name = "formation du plan"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", closed_on=None) | (~Q(outcome="") & Q(closed_on__isnull=False)),
                name="training_closed_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Need(Record):
    """What an employer asks for those who work for it: for how many people, never for whom. It is kept or set aside by that
    employer before it hands in, and joins a training of the plan."""

    class Outcome(models.TextChoices):
        KEPT = "kept", "Retenu"
        ASIDE = "aside", "Écarté"

    plan = models.ForeignKey(SkillsPlan, verbose_name="plan", on_delete=models.PROTECT, related_name="needs")
    employer = models.ForeignKey(
        Organisation, verbose_name="employeur", on_delete=models.PROTECT, related_name="training_needs"
    )
    subject = models.CharField("besoin", max_length=160)
    people = models.PositiveSmallIntegerField("personnes")
    hours = models.PositiveSmallIntegerField("heures par personne")
    cost = models.PositiveIntegerField("coût estimé, en centimes")
    told_on = models.DateField("dit le")
    outcome = models.CharField("arbitrage", max_length=5, choices=Outcome, blank=True)
    settled_because = models.CharField("motif de l’arbitrage", max_length=300, blank=True)
    training = models.ForeignKey(
        Training, verbose_name="formation", null=True, on_delete=models.PROTECT, related_name="needs"
    )
    undone_on = models.DateField("retiré le", null=True)
    undone_because = models.CharField("motif du retrait", max_length=300, blank=True)

    objects = AskedQuerySet.as_manager()

    TITLE = "{employer}"
    TOLD_FROM = ("employer__name",)
    UNTOLD = dict.fromkeys(("subject", "settled_because", "undone_because"), RESERVED)
    FINAL = (Final(("plan_id", "employer_id", "subject", "people", "hours", "cost", "told_on")), UNDONE)

    class Meta:
        verbose_name = "besoin de formation"
        indexes = [models.Index(fields=["plan", "employer"], name="need_of_employer")]

    def __str__(self) -> str:
        return self.subject

    def told(self) -> str:
        """As the journal names it: what is asked is read by its employer, and by whoever gathers."""
        return f"Besoin de formation, {self.employer}"


class HandInQuerySet(Standing):
    def visible_to(self, actor: Actor) -> Self:
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(Q(employer__in=where) | Q(plan__organisation__in=where))


class HandIn(Record):
    """An employer has settled what it asks of a plan, were it nothing: the head gathers it."""

    plan = models.ForeignKey(SkillsPlan, verbose_name="plan", on_delete=models.PROTECT, related_name="hand_ins")
    employer = models.ForeignKey(Organisation, verbose_name="employeur", on_delete=models.PROTECT, related_name="+")
    handed_on = models.DateField("remis le")
    undone_on = models.DateField("repris le", null=True)
    undone_because = models.CharField("motif", max_length=300, blank=True)

    objects = HandInQuerySet.as_manager()

    TITLE = "{employer}"
    TOLD_FROM = ("employer__name",)
    FINAL = (Final(("plan_id", "employer_id", "handed_on")), UNDONE)

    class Meta:
        verbose_name = "besoins remis"
        constraints = [
            models.UniqueConstraint(fields=["plan", "employer"], condition=Q(undone_on=None), name="handed_in_once"),
        ]


class OccasionQuerySet(Standing):
    def visible_to(self, actor: Actor) -> Self:
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(organisation__in=where)


class Occasion(Record):
    """A date of social dialogue, or of what an employer keeps up for its staff: planned, then held, or not."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Réunion du comité social et économique"
        TALK = "talk", "Temps d’échange avec l’équipe"
        NEGOTIATION = "negotiation", "Négociation"
        ELECTION = "election", "Élection du comité social et économique"
        UNIT = "unit", "Reconnaissance d’une unité économique et sociale"
        RISKS = "risks", "Mise à jour du document unique d’évaluation des risques"

    DIALOGUE = (Kind.COUNCIL, Kind.TALK, Kind.NEGOTIATION, Kind.ELECTION, Kind.UNIT)

    organisation = models.ForeignKey(
        Organisation, verbose_name="employeur", on_delete=models.PROTECT, related_name="occasions"
    )
    kind = models.CharField("nature", max_length=11, choices=Kind)
    planned_on = models.DateField("prévu le")
    subject = models.CharField("objet", max_length=160, blank=True)
    held_on = models.DateField("tenu le", null=True)
    result = models.CharField("ce qui en est sorti", max_length=300, blank=True)
    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = OccasionQuerySet.as_manager()

    TITLE = "{kind}, {planned_on}"
    TOLD_FROM = ("kind", "planned_on")
    FINAL = (
        Final(("organisation_id", "kind", "planned_on", "subject")),
        Final(("held_on", "result"), since="held_on"),
        UNDONE,
    )

    class Meta:
        verbose_name = "rendez-vous social"
        indexes = [models.Index(fields=["organisation", "kind"], name="occasion_of")]

    def __str__(self) -> str:
        return self.get_kind_display()


class WelfareQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor, also: Collection[UUID] = ()) -> Self:
        """The line of the employer, and nobody else: the payroll of a small team says what each earns."""
        return self.all() if actor.is_system else self.filter(of_employers(actor, also))


class Welfare(Record):
    """What an employer pays its staff over a year, all together, and what of it goes to their welfare."""

    employer = models.ForeignKey(
        Organisation, verbose_name="employeur", on_delete=models.PROTECT, related_name="welfare"
    )
    year = models.PositiveSmallIntegerField("année")
    payroll = models.BigIntegerField("masse salariale brute, en centimes")
    budget = models.BigIntegerField("budget des œuvres sociales, en centimes")

    objects = WelfareQuerySet.as_manager()

    TITLE = "{year}"
    TOLD_FROM = ("year",)
    UNTOLD = dict.fromkeys(("payroll", "budget"), RESERVED)

    class Meta:
        verbose_name = "budget des œuvres sociales"
        constraints = [
            models.UniqueConstraint(fields=["employer", "year"], name="welfare_once_a_year"),
            models.CheckConstraint(condition=Q(payroll__gt=0, budget__gte=0), name="welfare_of_a_payroll"),
        ]
