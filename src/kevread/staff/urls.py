"""Posts, contracts, who works where."""

from django.urls import path

from kevread.staff.views import assignments, contracts, hosted, mine, placed, posts, signing
from kevread.ui.spreadsheet import files

app_name = "staff"
urlpatterns = [
    path("ma-part-du-temps", mine.mine, name="mine"),
    path("<slug:scale>/equipe/postes", posts.posts, name="posts"),
    *files("<slug:scale>/equipe/postes", posts.posts_file, "posts"),
    path("<slug:scale>/equipe/postes/ouvrir", posts.open_post, name="open_post"),
    path("<slug:scale>/equipe/postes/<uuid:key>", posts.post, name="post"),
    path("<slug:scale>/equipe/postes/<uuid:key>/<slug:gesture>", posts.change_post, name="change_post"),
    path(
        "<slug:scale>/equipe/affectations/<uuid:key>/<slug:gesture>",
        assignments.change_assignment,
        name="change_assignment",
    ),
    path("<slug:scale>/equipe/accueils/inscrire", hosted.host, name="host"),
    *files("<slug:scale>/equipe/accueils/liste", hosted.hosted_file, "hosted"),
    path("<slug:scale>/equipe/accueils/<uuid:key>/<slug:gesture>", hosted.change_hosted, name="change_hosted"),
    path("<slug:scale>/equipe/mises-a-disposition/inscrire", placed.place, name="place"),
    path(
        "<slug:scale>/equipe/mises-a-disposition/<uuid:key>/<slug:gesture>", placed.change_placed, name="change_placed"
    ),
    path("<slug:scale>/equipe/contrats", contracts.contracts, name="contracts"),
    *files("<slug:scale>/equipe/contrats", contracts.contracts_file, "contracts"),
    path("<slug:scale>/equipe/contrats/registre.pdf", contracts.contracts_paper, name="contracts_pdf"),
    path("<slug:scale>/equipe/contrats/inscrire", contracts.hire, name="hire"),
    path("<slug:scale>/equipe/contrats/<uuid:key>", contracts.contract, name="contract"),
    path("<slug:scale>/equipe/contrats/<uuid:key>/fichier", contracts.contract_file, name="contract_file"),
    path("<slug:scale>/equipe/contrats/<uuid:key>/a-relire.pdf", signing.contract_paper, name="contract_paper"),
    path("<slug:scale>/equipe/contrats/<uuid:key>/reprendre", contracts.take_over, name="take_over"),
    path("<slug:scale>/equipe/contrats/<uuid:key>/<slug:gesture>", contracts.change_contract, name="change_contract"),
]
