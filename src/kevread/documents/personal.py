"""What documents hold about people."""

from kevread.common.personal import CODE, DIGEST, ERASED_NAME, KEY, Activity, Basis, Held, hold

PROOF = (
    "Un document conservé prouve ce qui fut envoyé, signé ou décidé : le modifier le détruirait. Il reste tant que "
    "l’organisation tient ses registres."
)
AS_LONG = "Aussi longtemps que le document, qui prouve ce qui fut décidé."

hold(
    "documents",
    Held(
        model="documents.reader",
        called="Les documents qui vous sont ouverts",
        by=("person",),
        why="Vous laisser lire ce qui vous est destiné.",
        kept=AS_LONG,
        readers="Qui peut lire le document.",
    ),
    Held(
        model="documents.signatureasked",
        called="Les signatures qui vous furent demandées",
        by=("person",),
        why="Savoir qui devait signer, et en quelle qualité.",
        basis=Basis.LAW,
        kept=AS_LONG,
        readers="Qui peut lire le document.",
        texts=("quality",),
        law=PROOF,
    ),
    Held(
        model="documents.circle",
        called="Les signatures que vous avez demandées",
        by=("asked_by",),
        why="Savoir qui a demandé une signature, et lui répondre.",
        kept=AS_LONG,
        readers="Qui peut conserver des documents là, et qui est à signer.",
        texts=("consent",),
        law=PROOF,
    ),
    Held(
        model="documents.step",
        called="Ce que vous avez fait d’une demande de signatures",
        by=("person", "asked__person"),
        why="Prouver qui fut prévenu, qui a refusé et pourquoi, qui fut remplacé.",
        basis=Basis.LAW,
        kept=AS_LONG,
        readers="Qui peut conserver des documents là, et qui est à signer.",
        texts=("reason",),
        law=PROOF,
    ),
    Held(
        model="documents.signature",
        called="Vos signatures",
        by=("person",),
        why="Prouver que vous avez signé, ce que vous avez signé, et à quel titre.",
        basis=Basis.LAW,
        kept=AS_LONG,
        readers="Qui peut lire le document.",
        copies={"person_name": ERASED_NAME},
        texts=("quality", "hat", "chain"),
        aside={"mandate": KEY, "sha256": DIGEST, "data_sha256": DIGEST, "stamp": DIGEST},
        law="Une signature sans le nom de qui signe ne prouve rien. Elle reste aussi longtemps que l’écrit signé.",
    ),
    Held(
        model="documents.seal",
        called="Le sceau de vos signatures",
        by=("signature__person",),
        why="Prouver, par le fichier seul, que rien n’y a changé depuis que vous l’avez signé.",
        basis=Basis.LAW,
        kept=AS_LONG,
        readers="Qui peut lire le document.",
        aside={"sha256": DIGEST, "unstamped": CODE},
        law="Sans lui, le fichier signé ne prouve plus rien. Il reste aussi longtemps que l’écrit signé.",
    ),
    Held(
        model="documents.signingcode",
        called="Un code de signature qui attend",
        by=("person",),
        why="Vous laisser signer.",
        kept="Dix minutes.",
        readers="Personne : seule son empreinte est gardée.",
        aside={"digest": DIGEST},
        goes=True,
    ),
    Held(model="documents.document", called="Documents", texts=("title",), law=PROOF),
    Held(
        model="documents.version",
        called="Ce que disent les documents",
        texts=("name", "data", "corrects"),
        aside={"media_type": CODE, "template_version": DIGEST},
        law=PROOF,
    ),
    Held(model="documents.content", called="Fichiers conservés", texts=("file",), aside={"sha256": DIGEST}, law=PROOF),
    activity=Activity.DOCUMENTS,
)
