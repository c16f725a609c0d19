"""The end of a contract, as it is asked and decided: read by the employer’s line and the person, and by nobody else."""

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.finality import Final
from kevread.staff.models import Contract
from kevread.staff.models.contract import RESERVED

from .matter import Matter


class Ending(Record):
    """Which contract is to end, why, and after which day: asked by the person, or prepared by the employer’s line, which
    decides. What is prepared is not decided; what is decided is written in the contract by another gesture."""

    matter = models.OneToOneField(Matter, verbose_name="dossier", on_delete=models.PROTECT, related_name="ending")
    contract = models.ForeignKey(Contract, verbose_name="contrat", on_delete=models.PROTECT, related_name="endings")
    reason = models.CharField("motif", max_length=11, choices=Contract.EndReason)
    wished = models.DateField("dernier jour demandé")
    last = models.DateField("dernier jour décidé", null=True)
    written_on = models.DateField("inscrit au contrat le", null=True)

    objects = RecordQuerySet.as_manager()

    READ_WITH = "matter"
    TITLE = "{matter}"
    TOLD_FROM = ("matter__act", "matter__post__name")
    UNTOLD = dict.fromkeys(("contract", "reason", "wished", "last", "written_on"), RESERVED)
    FINAL = (
        Final(("matter_id", "contract_id", "reason", "wished")),
        Final(("last",), since="last"),
        Final(("written_on",), since="written_on"),
    )

    class Meta:
        verbose_name = "fin de contrat"
        constraints = [
            models.CheckConstraint(
                condition=Q(written_on=None) | Q(last__isnull=False), name="ending_written_once_decided"
            ),
        ]

    def told(self) -> str:
        return self.matter.told()
