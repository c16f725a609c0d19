"""What was erased once it was kept long enough."""

from django.db import models

from kevread.base.models import Record, RecordQuerySet
from kevread.common.finality import Final
from kevread.common.periods import day_in_words
from kevread.directory.models import Person

from .kept import Document

ERASE = "erase_document"
WHY = 300  # characters of a reason


class Removal(Record):
    """The file of a document was erased at its term, by somebody, upon a decision. Its title, its digests, its signatures and
    what was done of it stay."""

    document = models.OneToOneField(Document, verbose_name="document", on_delete=models.PROTECT, related_name="removal")
    erased_on = models.DateField("effacé le")
    erased_by = models.ForeignKey(Person, verbose_name="qui efface", on_delete=models.PROTECT, related_name="+")
    why = models.CharField("d’après quelle décision", max_length=WHY)
    until = models.DateField("gardé jusqu’au")
    rule = models.CharField("au terme de", max_length=400)  # the sort and how long, as they were that day

    objects = RecordQuerySet.as_manager()

    READ_WITH = "document"
    TITLE = "{document}"
    OVER = True  # it was done
    FINAL = (Final(),)

    class Meta:
        verbose_name = "effacement d’un document"

    @property
    def said(self) -> str:
        """« Effacé le 30 novembre 2026, au terme de sa durée (le 3 mars 2020) : pièces fiscales et reçus, 6 ans. »"""
        return f"Effacé le {day_in_words(self.erased_on)}, au terme de sa durée (le {day_in_words(self.until)}) : {self.rule}."
