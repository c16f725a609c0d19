from django.db import models


class Word(models.Model):
    text = models.TextField(unique=True)
