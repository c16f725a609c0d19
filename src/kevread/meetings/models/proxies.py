"""Somebody of the roll gives their votes to another."""

from django.db import models
from django.db.models import F, Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.finality import Final
from kevread.meetings.models.meeting import RollEntry


class Proxy(Record):
    """Somebody of the roll gives their votes to another. Closed at the opening: none is given nor taken back after."""

    giver = models.ForeignKey(
        RollEntry, verbose_name="donné par", on_delete=models.PROTECT, related_name="proxies_given"
    )
    holder = models.ForeignKey(
        RollEntry, verbose_name="confié à", on_delete=models.PROTECT, related_name="proxies_held"
    )
    given_at = models.DateTimeField("donné")
    on_paper = models.BooleanField("signé sur papier", default=False)  # a signed sheet handed to the secretariat
    withdrawn_at = models.DateTimeField("repris ou tombé", null=True)

    objects = RecordQuerySet.as_manager()

    READ_WITH = "giver__meeting"
    TITLE = "{giver}"
    FINAL = (Final(("giver_id", "holder_id", "given_at", "on_paper")), Final(since="withdrawn_at"))
    UNTOLD = {"holder": "qui porte un pouvoir se lit par qui prépare la réunion"}

    class Meta:
        verbose_name = "pouvoir"
        constraints = [
            models.UniqueConstraint(fields=["giver"], condition=Q(withdrawn_at__isnull=True), name="proxy_once"),
            models.CheckConstraint(condition=~Q(giver=F("holder")), name="proxy_to_another"),
        ]
