"""The rounds of the fund: their money, what is measured of each beneficiary, the scenarios that are compared."""

from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final, Owner
from kevread.directory.models import Organisation, Person

PREPARES = "prepare_fund"  # the right by which a round is prepared: data, scenarios
SETTLED = ("frozen", "abandoned")  # the states in which data do not move any more
LONGEST_NAME = 80


class CampaignQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those who read the organisation that carries the fund."""
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(carrier__in=where)

    def standing(self) -> Self:
        """Those that nobody gave up."""
        return self.exclude(state=Campaign.State.ABANDONED)


class Campaign(Record):
    """A year's round of the fund that an organisation carries. Data are collected, then frozen by somebody: nothing of them
    moves any more. A round that was a mistake is abandoned, and another opens with its data."""

    class State(models.TextChoices):
        COLLECTING = "collecting", "Données à rassembler"
        FROZEN = "frozen", "Données figées"
        ABANDONED = "abandoned", "Abandonnée"

    carrier = models.ForeignKey(
        Organisation, verbose_name="structure qui porte le fonds", on_delete=models.PROTECT, related_name="campaigns"
    )
    year = models.PositiveSmallIntegerField("année")
    as_of = models.DateField("données au")
    reserve = models.BigIntegerField("réserve, en centimes", default=0)
    state = models.CharField("état", max_length=10, choices=State, default=State.COLLECTING)
    frozen_on = models.DateField("figées le", null=True)
    frozen_by = models.ForeignKey(
        Person, verbose_name="figées par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("motif", max_length=300, blank=True)  # why it was abandoned

    objects = CampaignQuerySet.as_manager()

    TITLE = "{year}, {carrier}"
    TOLD_FROM = ("year",)
    FINAL = (Final(("carrier_id", "year")),)

    class Meta:
        verbose_name = "campagne de péréquation"
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "year"], condition=~Q(state="abandoned"), name="campaign_once_a_year"
            ),
            models.CheckConstraint(condition=Q(reserve__gte=0), name="reserve_is_no_debt"),
            models.CheckConstraint(
                condition=Q(frozen_on__isnull=True) | Q(frozen_by__isnull=False), name="frozen_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"Péréquation {self.year}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.COLLECTING


class OfCampaignQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """With their round."""
        return self.filter(campaign__in=Campaign.objects.visible_to(actor))


FROZEN_WITH = Final(since="state", values=SETTLED, of=Owner("campaign_id", "equalisation_campaign"))


class Resource(Record):
    """Money that feeds a round. A grant that may not be granted onwards is refused at the door (L4.6): of one that may, the
    clause that says so is quoted."""

    class Origin(models.TextChoices):
        GRANT = "grant", "Subvention"
        OWN = "own", "Fonds propres ou contributions"
        CARRIED = "carried", "Report du fonds"

    campaign = models.ForeignKey(Campaign, verbose_name="campagne", on_delete=models.PROTECT, related_name="resources")
    label = models.CharField("de qui vient la somme", max_length=160)
    origin = models.CharField("origine", max_length=7, choices=Origin)
    amount = models.BigIntegerField("montant, en centimes")
    clause = models.CharField("clause qui permet de la reverser", max_length=400, blank=True)

    objects = OfCampaignQuerySet.as_manager()

    TITLE = "{label}"
    UNTOLD = {"campaign": "elle se lit sur la page de sa campagne"}
    FINAL = (FROZEN_WITH,)

    class Meta:
        verbose_name = "ressource du fonds"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="resource_is_money"),
            models.CheckConstraint(condition=~Q(origin="grant", clause=""), name="grant_has_its_clause"),
        ]


class Measure(Record):
    """What is measured of a beneficiary, for a criterion: the value, its source, its date. `collected`: read in Kevread on the
    day of the round; else typed by somebody."""

    campaign = models.ForeignKey(Campaign, verbose_name="campagne", on_delete=models.PROTECT, related_name="measures")
    beneficiary = models.ForeignKey(
        Organisation, verbose_name="bénéficiaire", on_delete=models.PROTECT, related_name="+"
    )
    criterion = models.SlugField("critère", max_length=40)
    value = models.DecimalField("valeur", max_digits=16, decimal_places=4)
    source = models.CharField("source", max_length=200)
    as_of = models.DateField("relevée le")
    collected = models.BooleanField("lue dans Kevread", default=False)

    objects = OfCampaignQuerySet.as_manager()

    TITLE = "{criterion}, {beneficiary}"
    UNTOLD = {"campaign": "elle se lit sur la page de sa campagne"}
    FINAL = (FROZEN_WITH,)

    class Meta:
        verbose_name = "valeur d’un critère"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "beneficiary", "criterion"], name="measure_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="measure_is_positive"),
        ]


class Scenario(Record):
    """Rules that somebody tries, kept to be compared: weights, rates, strategic choices. It decides nothing."""

    campaign = models.ForeignKey(Campaign, verbose_name="campagne", on_delete=models.PROTECT, related_name="scenarios")
    name = models.CharField("nom", max_length=LONGEST_NAME)
    terms = models.JSONField("règles essayées")

    objects = OfCampaignQuerySet.as_manager()

    TITLE = "{name}"
    UNTOLD = {"campaign": "il se lit au laboratoire de sa campagne"}

    class Meta:
        verbose_name = "scénario"
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="scenario_named_once")]

    def __str__(self) -> str:
        return self.name
