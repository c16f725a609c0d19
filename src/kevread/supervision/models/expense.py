"""What somebody spent for their work: proposed with its proof, answered as its matter is, and reimbursed."""

from typing import Self

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.common.finality import Final
from kevread.documents.models import Document
from kevread.staff.models.contract import RESERVED

from .matter import Matter


class ExpenseQuerySet(RecordQuerySet):
    def granted(self) -> Self:
        """Those that the employer validated, and that nobody said to be a mistake."""
        return self.filter(answer=Expense.Answer.GRANTED, matter__annulled_on=None)


class Expense(Record):
    """An amount to the cent, the day it was spent, the file that proves it. What is asked is final: a wrong amount is refused,
    or annulled with its reason, and proposed again."""

    class Answer(models.TextChoices):
        GRANTED = "granted", "Validé"
        REFUSED = "refused", "Refusé"

    matter = models.OneToOneField(Matter, verbose_name="dossier", on_delete=models.PROTECT, related_name="expense")
    cents = models.BigIntegerField("montant, en centimes")
    spent_on = models.DateField("dépensé le")
    proof = models.ForeignKey(Document, verbose_name="justificatif", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField("réponse", max_length=7, choices=Answer, blank=True)
    paid_on = models.DateField("remboursé le", null=True)

    objects = ExpenseQuerySet.as_manager()

    READ_WITH = "matter"
    TITLE = "{matter}"
    TOLD_FROM = ("matter__act", "matter__post__name")
    UNTOLD = dict.fromkeys(("cents", "spent_on", "proof", "answer", "paid_on"), RESERVED)
    FINAL = (
        Final(("matter_id", "cents", "spent_on", "proof_id")),
        Final(("answer",), since="answer"),
        Final(("paid_on",), since="paid_on"),
    )

    class Meta:
        verbose_name = "frais de mission"
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="expense_is_money"),
            models.CheckConstraint(condition=Q(paid_on=None) | Q(answer="granted"), name="expense_paid_once_granted"),
        ]

    def told(self) -> str:
        return self.matter.told()
