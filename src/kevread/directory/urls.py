from django.urls import path

from kevread.ui.spreadsheet import files

from .views import confirming, finding, land, listings, organisations, people

app_name = "directory"
urlpatterns = [
    path("chercher", finding.find, name="find"),
    path("territoires/<slug:code>", land.zone, name="zone"),
    *files("territoires/<slug:code>", land.zone_file, "zone"),
    path("ce-que-je-montre", people.consent, name="consent"),
    path("<slug:scale>/territoire", land.territory, name="territory"),
    *files("<slug:scale>/territoire", land.territory_file, "territory"),
    path("<slug:scale>/territoire/rattacher", land.cover, name="cover"),
    path("<slug:scale>/territoire/confirmer", confirming.confirm_attachments, name="confirm_attachments"),
    path("<slug:scale>/territoire/<uuid:coverage>/fin", land.uncover, name="uncover"),
    path("<slug:scale>/organisations", organisations.organisations, name="organisations"),
    *files("<slug:scale>/organisations", organisations.organisations_file, "organisations"),
    path("<slug:scale>/organisations/inscrire", organisations.register, name="register_organisation"),
    path("<slug:scale>/organisations/echelles", organisations.reaches, name="reaches"),
    path("<slug:scale>/organisations/adhesion", organisations.affiliate, name="affiliate"),
    path(
        "<slug:scale>/organisations/adhesions-a-confirmer", confirming.confirm_memberships, name="confirm_memberships"
    ),
    path("<slug:scale>/adhesions/<uuid:affiliation>/fin", organisations.end_affiliation, name="end_affiliation"),
    path("<slug:scale>/qualites/<uuid:capacity>/fin", organisations.end_capacity, name="end_capacity"),
    path("<slug:scale>/organisations/<slug:organisation>", organisations.organisation, name="organisation"),
    path("<slug:scale>/organisations/<slug:organisation>/corriger", organisations.amend, name="amend_organisation"),
    path("<slug:scale>/organisations/<slug:organisation>/renommer", organisations.rename, name="rename"),
    path("<slug:scale>/organisations/<slug:organisation>/qualite", organisations.capacity, name="capacity"),
    path("<slug:scale>/organisations/<slug:organisation>/montrer", listings.show, name="show_organisation"),
    path("<slug:scale>/organisations/<slug:organisation>/ne-plus-montrer", listings.hide, name="hide_organisation"),
    path("<slug:scale>/personnes", people.people, name="people"),
    path("<slug:scale>/personnes/inscrire", people.register, name="register_person"),
    path("<slug:scale>/personnes/<uuid:person>/corriger", people.amend, name="amend_person"),
    path("<slug:scale>/personnes/<uuid:person>/acces", people.open_access, name="open_access"),
]
