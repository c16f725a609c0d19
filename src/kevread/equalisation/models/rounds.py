"""The rounds of the fund: their money, what is measured of each beneficiary, the scenarios that are compared."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final, Owner
from kevread.decisions.models import Application, Decision
from kevread.directory.models import Organisation, Person
from kevread.finance.models import Funding

PREPARES = "prepare_fund"  # the right by which a round is prepared: data, scenarios
REGISTER = "equalisation"
APPEALS = "appeal_share"  # the right by which a beneficiary says that its share is wrong
PAYS = "pay_fund"  # the right by which a share is paid, or said to be received; always two people at the carrier
VICE_PRESIDENT = "vice-president-grouping"  # the seat whose holders are asked for their opinion
SETTLED = ("frozen", "abandoned", "proposed", "decided", "notified", "closed")  # the states in which data move no more
LONGEST_NAME = 80
LONGEST_CRITERION = 40
MOST_ADDED = 3  # criteria of a round beside those of the framework: more cannot be told apart on a column
EXPLAINED = 10  # characters: the least that says why


class CampaignQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those who read the organisation that carries the fund."""
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(carrier__in=where)

    def standing(self) -> Self:
        """Those that nobody gave up."""
        return self.exclude(state=Campaign.State.ABANDONED)

    def uncorrected(self, on: date | None = None) -> Self:
        """Those that no round corrected, by that day: of the others, what was settled is settled anew."""
        told = {"notified_on__lte": on} if on else {"notified_on__isnull": False}
        return self.exclude(Exists(Campaign.objects.filter(corrects=OuterRef("pk"), **told)))


class Campaign(Record):
    """A year's round of the fund that an organisation carries. Data are collected, then frozen by somebody: nothing of them
    moves any more. A round that was a mistake is abandoned, and another opens with its data; of one that was notified, the
    mistake is corrected by a round that names it, decided like any, of which the differences alone are paid."""

    class State(models.TextChoices):
        COLLECTING = "collecting", "Données à rassembler"
        FROZEN = "frozen", "Données figées"
        PROPOSED = "proposed", "Règles proposées"
        DECIDED = "decided", "Décidée"
        NOTIFIED = "notified", "Notifiée"
        CLOSED = "closed", "Clôturée"
        ABANDONED = "abandoned", "Abandonnée"

    carrier = models.ForeignKey(
        Organisation, verbose_name="structure qui porte le fonds", on_delete=models.PROTECT, related_name="campaigns"
    )
    year = models.PositiveSmallIntegerField("année")
    corrects = models.ForeignKey(
        "self", verbose_name="campagne corrigée", null=True, on_delete=models.PROTECT, related_name="corrections"
    )
    cause = models.CharField("ce qui est corrigé", max_length=300, blank=True)
    as_of = models.DateField("données au")
    reserve = models.BigIntegerField("réserve, en centimes", default=0)
    state = models.CharField("état", max_length=10, choices=State, default=State.COLLECTING)
    frozen_on = models.DateField("figées le", null=True)
    frozen_by = models.ForeignKey(
        Person, verbose_name="figées par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    frozen_with = models.JSONField("figé avec elles", null=True)  # its criteria, and what was received the year before
    reason = models.CharField("motif", max_length=300, blank=True)  # why it was abandoned
    terms = models.JSONField("règles proposées", null=True)
    proposed_on = models.DateField("proposée le", null=True)
    proposed_in = models.ForeignKey(
        Decision, verbose_name="proposée par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        Application, verbose_name="décision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    shares = models.JSONField("parts arrêtées", null=True)  # cents, by slug: what the decision gives, and nothing moves
    notified_on = models.DateField("notifiée le", null=True)
    closed_on = models.DateField("close le", null=True)

    objects = CampaignQuerySet.as_manager()

    TITLE = "{year}, {carrier}"
    TOLD_FROM = ("year", "corrects")
    UNTOLD = {"decided_by": "la page de la décision le dit", "frozen_with": "le certificat le dit en entier"}
    FINAL = (
        Final(("carrier_id", "year", "corrects_id", "cause")),
        Final(("as_of", "reserve", "frozen_on", "frozen_by_id", "frozen_with"), since="frozen_on"),
        Final(("terms", "shares", "proposed_in_id", "proposed_on", "decided_by_id"), since="decided_by_id"),
        Final(("notified_on",), since="notified_on"),
        Final(("closed_on",), since="closed_on"),
    )

    class Meta:
        verbose_name = "campagne de péréquation"
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "year"],
                condition=~Q(state="abandoned") & Q(corrects__isnull=True),
                name="campaign_once_a_year",
            ),
            models.UniqueConstraint(fields=["corrects"], condition=~Q(state="abandoned"), name="corrected_once"),
            models.CheckConstraint(condition=Q(reserve__gte=0), name="reserve_is_no_debt"),
            models.CheckConstraint(
                condition=Q(frozen_on__isnull=True) | Q(frozen_by__isnull=False), name="frozen_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"Péréquation {self.year}{', correction' if self.corrects_id else ''}"

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
    clause that says so is quoted, or read from the funding that is recorded, `funding`. What stayed of a year that is over
    comes from its round, `carried_from`; of a fund that was kept elsewhere before, from none."""

    class Origin(models.TextChoices):
        GRANT = "grant", "Subvention"
        OWN = "own", "Fonds propres ou contributions"
        CARRIED = "carried", "Report du fonds"

    campaign = models.ForeignKey(Campaign, verbose_name="campagne", on_delete=models.PROTECT, related_name="resources")
    label = models.CharField("de qui vient la somme", max_length=160)
    origin = models.CharField("origine", max_length=7, choices=Origin)
    amount = models.BigIntegerField("montant, en centimes")
    clause = models.CharField("clause qui permet de la reverser", max_length=400, blank=True)
    funding = models.ForeignKey(
        Funding, verbose_name="financement", null=True, on_delete=models.PROTECT, related_name="feeds"
    )
    carried_from = models.ForeignKey(
        Campaign, verbose_name="campagne dont elle reste", null=True, on_delete=models.PROTECT, related_name="carried"
    )

    objects = OfCampaignQuerySet.as_manager()

    TITLE = "{label}"
    UNTOLD = {"campaign": "elle se lit sur la page de sa campagne"}
    FINAL = (FROZEN_WITH,)

    class Meta:
        verbose_name = "ressource du fonds"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="resource_is_money"),
            models.CheckConstraint(condition=~Q(origin="grant", clause=""), name="grant_has_its_clause"),
            models.CheckConstraint(condition=Q(funding=None) | Q(origin="grant"), name="grant_of_a_funding"),
            models.CheckConstraint(condition=Q(carried_from=None) | Q(origin="carried"), name="carried_from_a_round"),
        ]


class Measure(Record):
    """What is measured of a beneficiary, for a criterion: the value, its source, its date. `collected`: read in Kevread on the
    day of the round; else typed by somebody."""

    campaign = models.ForeignKey(Campaign, verbose_name="campagne", on_delete=models.PROTECT, related_name="measures")
    beneficiary = models.ForeignKey(
        Organisation, verbose_name="bénéficiaire", on_delete=models.PROTECT, related_name="+"
    )
    criterion = models.CharField("critère", max_length=LONGEST_CRITERION)
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


class AddedCriterion(Record):
    """A criterion that the framework does not name, measured for one round: its name, which is what is counted, what says why,
    who added it. It is decided with the rules that weigh it."""

    campaign = models.ForeignKey(Campaign, verbose_name="campagne", on_delete=models.PROTECT, related_name="added")
    name = models.CharField("ce qui se compte", max_length=LONGEST_CRITERION)
    source = models.CharField("ce qui le justifie", max_length=300)
    added_on = models.DateField("ajouté le")
    added_by = models.ForeignKey(Person, verbose_name="ajouté par", on_delete=models.PROTECT, related_name="+")

    objects = OfCampaignQuerySet.as_manager()

    TITLE = "{name}"
    UNTOLD = {"campaign": "il se lit sur la page de sa campagne"}
    OVER = True  # it says who added it
    FINAL = (FROZEN_WITH,)

    class Meta:
        verbose_name = "critère ajouté"
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="criterion_added_once")]


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
