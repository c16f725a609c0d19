from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from kevread.base.french import Words
from kevread.documents.models.kept import Content


class FileWords(models.Model):
    """The words of a kept file, all its pages together, by which it is found; none when nothing can be read in it. Not guarded,
    nor are its chunks: they are made of the bytes, and made again of them where they are missing."""

    content = models.OneToOneField(
        Content,
        verbose_name="empreinte",
        primary_key=True,
        on_delete=models.CASCADE,
        db_column="sha256",
        related_name="words",
    )
    words = SearchVectorField("mots")

    class Meta:
        verbose_name = "mots d’un fichier"
        indexes = [GinIndex(fields=["words"], name="file_words")]


class Chunk(models.Model):
    """What one reads on a page of a kept file, or in some paragraphs of it: where it says what was looked for."""

    file = models.ForeignKey(FileWords, verbose_name="fichier", on_delete=models.CASCADE, related_name="chunks")
    rank = models.PositiveSmallIntegerField("rang")
    text = models.TextField("texte")
    words = models.GeneratedField(
        verbose_name="mots", expression=Words("text"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        verbose_name = "fragment de texte"
        constraints = [models.UniqueConstraint(fields=["file", "rank"], name="chunk_once")]
