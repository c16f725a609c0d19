"""What follows a proposal: opinions, payments, who is told, appeals."""

from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record
from kevread.common.finality import Final
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate

from .rounds import Campaign, OfCampaignQuerySet


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
