"""What « imports » brings to the house."""

from kevread.common.finality import GONE
from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare

ROOM = declare(
    Room(
        "imports",
        verbs=(
            Verb("imports.deposit", "a déposé un fichier", "import_file", heard=Heard.NOWHERE),
            Verb("imports.match", "a dit ce que contient un fichier déposé", "import_file", heard=Heard.NOWHERE),
            Verb("imports.decide", "a dit de lignes si elles sont déjà là", "import_file", heard=Heard.NOWHERE),
            Verb("imports.ask", "a demandé d’importer un fichier", "import_file", heard=Heard.NOWHERE),
            Verb("imports.commit", "a importé un fichier", "import_file", heading="Fichier importé", heard=Heard.NEAR),
            Verb(
                "imports.undo",
                "a annulé un import",
                "import_file",
                heading="Import annulé",
                heard=Heard.NEAR,
                rewrites={"charter_setting": (GONE,), "charter_keeping": (GONE,)},
            ),
            Verb("imports.abandon", "a renoncé à un import", "import_file", heard=Heard.NOWHERE),
        ),
        rights=(Right("import_file", "Importer un fichier, annuler un import"),),
        screens=(
            Screen(
                "imports:imports",
                "imports",
                "Importer un fichier",
                "import_file",
                does="importer un fichier",
                under=Under("network", "Importer", 8),
            ),
        ),
        tabs={"imports": "network"},
    )
)
