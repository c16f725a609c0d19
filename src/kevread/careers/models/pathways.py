"""What was done of the pathway of somebody new on a board (R3.17). The mandate opens it: a row is written when somebody says
who accompanies them, or that a step is done."""

from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Person
from kevread.seats.models import Mandate

from .plans import UNDONE, Standing

WELCOMES = "welcome"  # the right to follow the pathways of who comes to a board


class PathwayStepQuerySet(Standing):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever presides over or directs where the mandate is; the person; whoever accompanies them."""
        if actor.is_system:
            return self.all()
        where = actor.where(WELCOMES)
        chairs = Q() if where is None else Q(mandate__seat__body__organisation__in=where)
        mine = Q(mandate__person=actor.person) | Q(companion=actor.person) if actor.person else Q(pk__in=())
        return self.filter(chairs | mine)


class PathwayStep(Record):
    """A step of somebody’s pathway: who accompanies them, the day when it was done."""

    mandate = models.ForeignKey(Mandate, verbose_name="mandat", on_delete=models.PROTECT, related_name="pathway")
    step = models.SlugField("étape", max_length=40)  # of `careers.yaml`
    companion = models.ForeignKey(
        Person, verbose_name="qui accompagne", null=True, on_delete=models.PROTECT, related_name="accompanied"
    )
    done_on = models.DateField("faite le", null=True)
    undone_on = models.DateField("annulée le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = PathwayStepQuerySet.as_manager()

    TITLE = "{mandate}, {step}"
    TOLD_FROM = ("mandate__person__given_name", "mandate__person__family_name", "step")
    FINAL = (Final(("mandate_id", "step")), Final(("done_on",), since="done_on"), UNDONE)

    class Meta:
        verbose_name = "étape d’un parcours d’administrateur·rice"
        constraints = [
            models.UniqueConstraint(fields=["mandate", "step"], condition=Q(undone_on=None), name="pathway_step_once"),
            models.CheckConstraint(
                condition=Q(companion__isnull=False) | Q(done_on__isnull=False), name="pathway_step_says_something"
            ),
        ]

    def told(self) -> str:
        return f"{self.mandate.person}, {self.step}"
