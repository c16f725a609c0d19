"""What the legal life of associations tells the rooms below."""

from kevread.charter.asks import WRITTEN_IN
from kevread.common.errors import Way
from kevread.directory.models import Organisation


@WRITTEN_IN.answer
def written_in(organisation: Organisation) -> Way:
    """Where its articles of association are read, drafted and adopted."""
    return Way("Où l’inscrire : ses statuts", "statutes:articles", {"scale": organisation.slug})
