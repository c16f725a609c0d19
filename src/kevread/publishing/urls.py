from django.urls import path

from .views import legal

app_name = "publishing"
urlpatterns = [
    path("mentions-legales/", legal.legal, name="legal"),
    path("accessibilite/", legal.accessibility, name="accessibility"),
    path("donnees-personnelles/", legal.privacy, name="privacy"),
    path("code-source/", legal.source, name="source"),
]
