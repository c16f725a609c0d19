from django.db import models


class Letter(models.Model):
    """A message that the demonstration did not send: it shows it on the mailbox page. Not guarded: nothing happened."""

    to = models.TextField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
