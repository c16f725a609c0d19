import re

from django.db import models

CODE = re.compile(r"(?m)^\s+(\d{4}-\d{4}|\d{6})\s*$")


class Letter(models.Model):
    """A message that the demonstration did not send: it shows it on the mailbox page. Not guarded: nothing happened."""

    to = models.TextField("destinataires")
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("texte")
    links = models.JSONField("liens", default=list)  # what its page lets one press: [label, address]
    enclosed = models.JSONField("pièces jointes", default=list)  # the names of its attachments
    at = models.DateTimeField("moment")

    class Meta:
        verbose_name = "courriel retenu"
        ordering = ["-at", "-id"]

    @property
    def code(self) -> str:
        """The code, to sign in or to sign, that it carries, if any."""
        found = CODE.search(self.text)
        return found[1] if found else ""
