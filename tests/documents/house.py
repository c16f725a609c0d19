"""In whose name the invented papers are."""

from kevread.documents.contracts import Letterhead

HOUSE = Letterhead(
    name="ESS des Marais",
    statutory_name="Groupement territorial des Marais",
    locality="Redon",
    identifiers=("RNA W351234567", "SIREN 732 829 320"),
    hue=3,
)
