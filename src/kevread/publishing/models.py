"""What an organisation lets anybody read."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.decisions.models import Decision


class MadePublicQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that were not taken back, of lines that stand: a wrong wording is shown to nobody, nor what was not decided."""
        return self.filter(withdrawn_at__isnull=True, decision__corrected_by__isnull=True, decision__annulled_on=None)

    def by(self, day: date) -> Self:
        """Those that were public that day, and still are."""
        return self.filter(published_at__date__lte=day)

    def visible_to(self, actor: Actor) -> Self:
        """To anybody while it is public; afterwards to those who read the decision."""
        if actor.is_system:
            return self.all()
        open_to_all = Q(pk__in=MadePublic.objects.standing().values("pk"))
        return self.filter(open_to_all | Q(decision__in=Decision.objects.visible_to(actor).values("pk")))


class MadePublic(Record):
    """That a line of a register is for anybody to read: its number, its title, its words, its result, its day, its body.
    Nothing else of it is. Taken back, it may be made public again."""

    decision = models.OneToOneField(
        Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="made_public"
    )
    published_at = models.DateTimeField("rendue publique")
    withdrawn_at = models.DateTimeField("retirée", null=True)

    objects = MadePublicQuerySet.as_manager()

    READ_WITH = "decision"
    TITLE = "{decision}"
    TOLD_FROM = ("decision__decided_on", "decision__number", "decision__title")

    class Meta:
        verbose_name = "décision rendue publique"
