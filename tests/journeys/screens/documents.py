"""The screens of `documents`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("documents:verify", "", "/verifier-un-document/"),
    Screen("documents:documents", "", "/ess-35/documents"),
    Screen("documents:documents", "direction", "/ess-35/documents"),
    Screen("documents:keep", "direction", "/ess-35/documents", (r".*/conserver",)),
    Screen("documents:document", "direction", "/ess-35/documents", (rf".*/documents/{KEY}",)),
    Screen("documents:past", "presidence-groupement", "/ess-armor/documents", (r".*/terme-passe",)),
    Screen(
        "documents:sort",
        "direction",
        "/ess-35/documents?genre=file",
        (rf".*/documents/{KEY}", r".*/garde"),
    ),
    Screen(
        "documents:replace",
        "direction",
        "/ess-35/documents?genre=file",
        (
            rf".*/documents/{KEY}",
            r".*/nouvelle-version",
        ),
    ),
    Screen(
        "documents:tell_on_paper",
        "direction",
        "/ess-35/documents?titre=minibus+2025",
        (rf".*/documents/{KEY}", r".*/signature-sur-papier"),
    ),
    Screen(
        "documents:on_paper",
        "presidence-pole",
        "/ess-pays-de-vitre/conventions?mots=reversement",
        (rf".*/conventions/{KEY}", r".*/signatures-sur-papier/.*/retirer"),
    ),
    Screen("documents:circles", "direction", "/ess-35/documents/signatures-demandees"),
    Screen(
        "documents:circle",
        "direction",
        "/ess-35/documents/signatures-demandees",
        (rf".*/documents/{KEY}/signatures-demandees",),
    ),
    Screen("documents:to_sign_several", "presidence-pole", "/ess-pays-de-vitre/documents/a-signer"),
    Screen("documents:several", "direction", "/ess-35/documents/signatures-demandees/plusieurs/relancer"),
    Screen("documents:several", "direction", "/ess-35/documents/signatures-demandees/plusieurs/retirer"),
    Screen("documents:replace_several", "direction", "/ess-35/documents/signatures-demandees/plusieurs/remplacer"),
    Screen("documents:ask", "direction", "/ess-35/documents/signatures-demandees", (r".*/demander-des-signatures",)),
    Screen(
        "documents:to_sign", "presidence-pole", "/ess-pays-de-vitre/aujourd-hui", (rf".*/documents/{KEY}/a-signer",)
    ),
)
TAKEN = ("documents:documents", "documents:circles", "documents:past")
FILES = (
    "documents:file",
    "documents:signatures",
    "documents:evidence",
    "documents:evidence_data",
    "documents:signed",
    "documents:sealed",
    "documents:authority",
)
POST_ONLY = (
    "documents:send_code",
    "documents:sign",
)
