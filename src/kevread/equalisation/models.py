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
from kevread.seats.models import Mandate

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
    clause that says so is quoted, or read from the funding that is recorded, `funding`."""

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


class OpinionQuerySet(OfCampaignQuerySet):
    def standing(self) -> Self:
        """Those that were given on what is proposed now."""
        return self.filter(set_aside_on=None)


class Opinion(Record):
    """What a vice-president says of the rules that are proposed, by the mandate that makes them one. Given again, the last
    stands, until the round is decided; those of the days before stay, set aside."""

    class View(models.TextChoices):
        FOR = "for", "Favorable"
        RESERVED = "reserved", "Favorable avec réserves"
        AGAINST = "against", "Défavorable"

    campaign = models.ForeignKey(Campaign, verbose_name="campagne", on_delete=models.PROTECT, related_name="opinions")
    mandate = models.ForeignKey(Mandate, verbose_name="mandat", on_delete=models.PROTECT, related_name="+")
    view = models.CharField("avis", max_length=8, choices=View)
    note = models.CharField("ce qui l’explique", max_length=600, blank=True)
    given_on = models.DateField("donné le")
    set_aside_on = models.DateField(
        "mis de côté le", null=True
    )  # given again, or what it was given on is proposed no more

    objects = OpinionQuerySet.as_manager()

    TITLE = "{view}, {given_on}"
    UNTOLD = {"campaign": "il se lit sur la page de sa campagne"}

    class Meta:
        verbose_name = "avis sur une péréquation"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "mandate"], condition=Q(set_aside_on__isnull=True), name="opinion_once_a_mandate"
            )
        ]


class PaymentQuerySet(OfCampaignQuerySet):
    def standing(self) -> Self:
        return self.filter(voided_on=None)


class Payment(Record):
    """A share, paid by two people: one prepares it, another sends it. Its key is made by who asks: asked twice, it is the same
    one. The beneficiary says that it was received; what was sent and did not arrive is voided, and due again. What a correction
    takes back goes the other way: the carrier asks for it, the beneficiary sends it, the carrier says that it was received."""

    campaign = models.ForeignKey(Campaign, verbose_name="campagne", on_delete=models.PROTECT, related_name="payments")
    beneficiary = models.ForeignKey(
        Organisation, verbose_name="bénéficiaire", on_delete=models.PROTECT, related_name="+"
    )
    amount = models.BigIntegerField("montant, en centimes")
    is_back = models.BooleanField("à rendre au fonds", default=False)
    prepared_on = models.DateField("préparé le")
    prepared_by = models.ForeignKey(Person, verbose_name="préparé par", on_delete=models.PROTECT, related_name="+")
    posted_on = models.DateField("versé le", null=True)
    posted_by = models.ForeignKey(
        Person, verbose_name="versé par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    authority = models.CharField("versé au titre de", max_length=300, blank=True)
    received_on = models.DateField("reçu le", null=True)
    received_by = models.ForeignKey(
        Person, verbose_name="constaté par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    voided_on = models.DateField("annulé le", null=True)
    reason = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = PaymentQuerySet.as_manager()

    TITLE = "{beneficiary}, {prepared_on}"
    UNTOLD = {"campaign": "il se lit sur la page de sa campagne"}
    FINAL = (
        Final(("campaign_id", "beneficiary_id", "amount", "is_back", "prepared_on", "prepared_by_id")),
        Final(("posted_on", "posted_by_id", "authority"), since="posted_on"),
        Final(("voided_on", "reason"), since="voided_on"),
    )

    class Meta:
        verbose_name = "versement du fonds"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "beneficiary"], condition=Q(voided_on__isnull=True), name="paid_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_money"),
            models.CheckConstraint(
                condition=Q(posted_by__isnull=True) | ~Q(posted_by=models.F("prepared_by")), name="paid_by_two"
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(voided_on__isnull=True), name="received_or_voided"
            ),
            models.CheckConstraint(
                condition=Q(received_by__isnull=True)
                | (~Q(received_by=models.F("prepared_by")) & ~Q(received_by=models.F("posted_by"))),
                name="received_by_another",
            ),
        ]


class Told(Record):
    """Somebody who was written to, for a beneficiary, when shares were notified: nobody is written to twice."""

    campaign = models.ForeignKey(Campaign, verbose_name="campagne", on_delete=models.PROTECT, related_name="tellings")
    beneficiary = models.ForeignKey(
        Organisation, verbose_name="bénéficiaire", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField("prévenu·e le")

    objects = OfCampaignQuerySet.as_manager()

    TITLE = "{beneficiary}, {told_on}"
    UNTOLD = {"campaign": "il se lit sur la page de sa campagne"}
    OVER = True  # it says who was written to
    FINAL = (Final(),)

    class Meta:
        verbose_name = "courriel de notification"
        constraints = [models.UniqueConstraint(fields=["campaign", "beneficiary", "person"], name="told_once")]


class AppealQuerySet(OfCampaignQuerySet):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_on=None)

    def open(self) -> Self:
        return self.standing().filter(answered_on=None)


class Appeal(Record):
    """A beneficiary says, in the days that follow the notification, that its share is wrong. A line of the carrier’s register
    answers: heard, a round corrects that one."""

    campaign = models.ForeignKey(Campaign, verbose_name="campagne", on_delete=models.PROTECT, related_name="appeals")
    beneficiary = models.ForeignKey(
        Organisation, verbose_name="bénéficiaire", on_delete=models.PROTECT, related_name="+"
    )
    text = models.CharField("ce qui est contesté", max_length=2000)
    filed_on = models.DateField("déposé le")
    filed_by = models.ForeignKey(Person, verbose_name="déposé par", on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField("retiré le", null=True)
    answered_on = models.DateField("répondu le", null=True)
    answer = models.CharField("réponse", max_length=2000, blank=True)
    is_heard = models.BooleanField("fait droit", null=True)
    answered_in = models.ForeignKey(
        Decision, verbose_name="répondu par", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AppealQuerySet.as_manager()

    TITLE = "{beneficiary}, {filed_on}"
    UNTOLD = {"campaign": "il se lit sur la page de sa campagne", "answered_in": "la page de la campagne y mène"}
    FINAL = (
        Final(("campaign_id", "beneficiary_id", "text", "filed_on", "filed_by_id")),
        Final(("withdrawn_on",), since="withdrawn_on"),
        Final(("answered_on", "answer", "is_heard", "answered_in_id"), since="answered_on"),
    )

    class Meta:
        verbose_name = "recours sur une part"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "beneficiary"], condition=Q(withdrawn_on__isnull=True), name="appealed_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(is_heard__isnull=False, answered_in__isnull=False),
                name="appeal_answered_by_a_line",
            ),
        ]
