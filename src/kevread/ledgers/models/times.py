"""What a post works on: how its time is shared between actions, from a day on, or for a month that was otherwise."""

from typing import Self

from django.db import models

from kevread.base.models import Dated, DatedQuerySet, no_overlap
from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.ledgers.models.books import KEEPS_LEDGERS
from kevread.staff.models import Post


class TimeQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """As the keys that they weigh."""
        where = None if actor.is_system else actor.where(KEEPS_LEDGERS)
        return self.all() if where is None else self.filter(organisation__in=where)


class PostTime(Dated):
    """The actions of a post and their parts, while it lasts: of a post, and never of a person. Nobody fills in a timesheet."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="employeur", on_delete=models.PROTECT, related_name="post_times"
    )
    post = models.ForeignKey(Post, verbose_name="poste", on_delete=models.PROTECT, related_name="times")
    parts = models.JSONField("actions")

    objects = TimeQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{post}"
    TOLD_FROM = ("post__name",)

    class Meta:
        verbose_name = "temps d’un poste"
        verbose_name_plural = "temps des postes"
        constraints = [no_overlap("post_time_once", "post")]
