"""What the form of a request asks that nothing else here says, and the budget of what it is for."""

from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final, Owner

from .money import GrantRequest

ANSWER = 2000  # characters
WITH_REQUEST = Final(of=Owner("request_id", "finance_grantrequest"), since="sent_on")


class OfRequestQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """With their request."""
        return self.filter(request__in=GrantRequest.objects.visible_to(actor))


class RequestAnswer(Record):
    """What somebody says of one thing that the form asks. Nothing is sent with a request but what was said before."""

    class Item(models.TextChoices):
        OBJECT = "object", "Objet de l’association"
        VOLUNTEERS = "volunteers", "Bénévoles, en nombre"
        OBJECTIVES = "objectives", "Objectifs du projet"
        AUDIENCE = "audience", "Public"
        GROUND = "ground", "Territoire du projet"
        MEANS = "means", "Moyens mis en œuvre"
        INDICATORS = "indicators", "Indicateurs qui diront si c’est réussi"
        STATE_AID = "state_aid", "Aides « de minimis » reçues, trois exercices"

    request = models.ForeignKey(GrantRequest, verbose_name="demande", on_delete=models.PROTECT, related_name="answers")
    item = models.CharField("ce qui est demandé", max_length=10, choices=Item)
    words = models.CharField("réponse", max_length=ANSWER)

    objects = OfRequestQuerySet.as_manager()

    TITLE = "{item}"
    TOLD_FROM = ("item",)
    UNTOLD = {"request": "elle se lit sur la page de la demande"}
    FINAL = (WITH_REQUEST,)

    class Meta:
        verbose_name = "réponse à un formulaire de demande"
        verbose_name_plural = "réponses à un formulaire de demande"
        constraints = [models.UniqueConstraint(fields=["request", "item"], name="answered_once")]


class PlanLine(Record):
    """What is foreseen of some accounts, those whose number begins so, for what a request is for."""

    request = models.ForeignKey(GrantRequest, verbose_name="demande", on_delete=models.PROTECT, related_name="plan")
    account = models.CharField("les comptes qui commencent par", max_length=20)
    label = models.CharField("intitulé", max_length=120, blank=True)
    cents = models.BigIntegerField("prévu, en centimes")

    objects = OfRequestQuerySet.as_manager()

    TITLE = "{account} {label}"
    TOLD_FROM = ("account", "label")
    UNTOLD = {"request": "elle se lit sur la page de la demande"}
    FINAL = (WITH_REQUEST,)

    class Meta:
        verbose_name = "ligne du budget d’une demande"
        verbose_name_plural = "lignes du budget d’une demande"
        constraints = [
            models.UniqueConstraint(fields=["request", "account"], name="plan_line_once"),
            models.CheckConstraint(condition=Q(cents__gte=0), name="plan_line_is_no_debt"),
        ]
