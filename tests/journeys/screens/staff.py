"""The screens of `staff`: see the package."""

from tests.journeys.screen import KEY, Screen

POSTS, CONTRACTS = "/ess-35/equipe/postes", "/ess-35/equipe/contrats"
POST, CONTRACT = rf".*/equipe/postes/{KEY}", rf".*/equipe/contrats/{KEY}"
SCREENS = (
    Screen("staff:posts", "direction", POSTS),
    Screen("staff:posts", "coordination", "/cress/equipe/postes"),
    Screen("staff:posts", "benevole", "/ess-pays-de-redon/equipe/postes"),
    Screen("staff:mine", "delegue", "/ma-part-du-temps"),
    Screen("staff:open_post", "direction", POSTS, (r".*/postes/ouvrir",)),
    Screen("staff:post", "direction", POSTS, (POST,)),
    Screen("staff:change_post", "direction", POSTS, (POST, r".*/affecter")),
    Screen("staff:change_post", "direction", POSTS, (POST, r".*/fiche")),
    Screen("staff:change_assignment", "direction", POSTS, (POST, rf".*/equipe/affectations/{KEY}/part")),
    Screen("staff:contracts", "direction", POSTS, (r".*/equipe/contrats",)),
    Screen("staff:hire", "direction", CONTRACTS, (r".*/contrats/inscrire",)),
    Screen("staff:contract", "direction", CONTRACTS, (CONTRACT,)),
    Screen("staff:change_contract", "direction", CONTRACTS, (CONTRACT, r".*/avenant")),
    Screen("staff:change_contract", "direction", CONTRACTS, (CONTRACT, r".*/information-remise")),
    Screen("staff:host", "direction", CONTRACTS, (r".*/accueils/inscrire",)),
    Screen("staff:change_hosted", "direction", CONTRACTS, (rf".*/accueils/{KEY}/finir",)),
    Screen("staff:place", "direction", CONTRACTS, (r".*/mises-a-disposition/inscrire",)),
    Screen("staff:change_placed", "direction", CONTRACTS, (rf".*/mises-a-disposition/{KEY}/finir",)),
    Screen("staff:take_over", "direction", CONTRACTS, (rf"{CONTRACT}/reprendre",)),
)
TAKEN = ("staff:posts", "staff:contracts", "staff:hosted")
FILES = (
    "staff:contract_file",
    "staff:contract_paper",
    "staff:contracts_pdf",
)
