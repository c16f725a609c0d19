"""What imports hold about people: a file that waits is full of them, and goes once it is imported, or after thirty days."""

from kevread.common.personal import DIGEST, KEY, Activity, Basis, Held, hold
from kevread.imports.mapping import without_names

hold(
    "imports",
    Held(
        model="imports.import",
        called="Fichiers importés",
        texts=("name", "matching", "decided"),
        forgets={"matching": without_names},
        aside={"sha256": DIGEST, "read_as": DIGEST, "aside": "numbers of rows", "counts": "numbers", "acts": KEY},
    ),
    Held(
        model="imports.merge",
        called="Fiches que quelqu’un a comparées à la vôtre",
        by=("kept", "gone"),
        why="Ne vous inscrire qu’une fois, et pouvoir revenir sur une erreur.",
        basis=Basis.INTEREST,
        kept="Tant que votre fiche est gardée.",
        readers="Qui tient l’annuaire de tout le réseau.",
        aside={"act": KEY},
    ),
    Held(
        model="imports.deposited",
        called="Octets d’un fichier qui attend",
        aside={
            "sha256": DIGEST,
            "file": "a file of somebody, as it came: it goes once imported or given up, or after thirty days",
        },
    ),
    activity=Activity.DIRECTORY,
)
