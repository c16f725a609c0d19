"""Addresses. The scale comes first for what belongs to an organisation: /ess-35/instances?au=…"""

from django.urls import include, path

urlpatterns = [
    path("compte/", include("kevread.accounts.urls")),
]
for app in (
    "kevread.demonstration",
    "kevread.ui",
    "kevread.publishing",
    "kevread.territory",
    "kevread.directory",
    "kevread.charter",
    "kevread.seats",
    "kevread.home",
):
    try:
        urlpatterns.append(path("", include(f"{app}.urls")))
    except ModuleNotFoundError:
        pass
