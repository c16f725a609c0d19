"""What « imports » brings to the house."""

from kevread.common.finality import GONE
from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.imports.tracing import Movable

ROOM = declare(
    Room(
        "imports",
        verbs=(
            Verb("imports.deposit", "a déposé un fichier", "import_file", heard=Heard.NOWHERE),
            Verb("imports.match", "a dit ce que contient un fichier déposé", "import_file", heard=Heard.NOWHERE),
            Verb("imports.decide", "a dit de lignes si elles sont déjà là", "import_file", heard=Heard.NOWHERE),
            Verb("imports.ask", "a demandé d’importer un fichier", "import_file", heard=Heard.NOWHERE),
            Verb(
                "imports.answer",
                "a fini un import demandé sans rien pouvoir écrire",
                None,
                because="the worker",
                heard=Heard.NOWHERE,
            ),
            Verb("imports.commit", "a importé un fichier", "import_file", heading="Fichier importé", heard=Heard.NEAR),
            Verb(
                "imports.undo",
                "a annulé un import",
                "import_file",
                heading="Import annulé",
                heard=Heard.NEAR,
                rewrites={"charter_setting": (GONE,), "charter_keeping": (GONE,)},
            ),
            Verb(
                "imports.merge",
                "a fondu deux fiches en une",
                "merge_records",
                heading="Fiches fondues",
                rewrites=Movable(),
            ),
            Verb(
                "imports.undo_merge",
                "a séparé deux fiches fondues",
                "merge_records",
                heading="Fiches séparées",
                rewrites=Movable(),
            ),
            Verb("imports.tell_apart", "a dit de deux fiches qu’elles sont distinctes", "merge_records"),
            Verb("imports.abandon", "a renoncé à un import", "import_file", heard=Heard.NOWHERE),
        ),
        rights=(
            Right("import_file", "Importer un fichier, annuler un import"),
            Right("merge_records", "Fondre deux fiches qui sont la même, les séparer"),
        ),
        screens=(
            Screen(
                "imports:imports",
                "imports",
                "Importer un fichier",
                "import_file",
                does="importer un fichier",
                under=Under("network", "Importer", 8, "Importer"),
            ),
            Screen(
                "imports:doubles",
                "doubles",
                "Voir les doublons possibles",
                "merge_records",
                does="fondre deux fiches qui sont la même",
                under=Under("network", "Doublons", 11, "Importer"),
            ),
        ),
        tabs={"imports": "network", "doublons": "network"},
    )
)
