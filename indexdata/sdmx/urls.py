"""Addresses of the SDMX services (a contract: programs rely on them). A last slash changes nothing."""

from django.urls import re_path

from . import views

app_name = "sdmx"

urlpatterns = [
    re_path(r"^2\.1/data(?:/(?P<path>.*))?$", views.data_21, name="data-21"),
    re_path(r"^2\.1(?:/(?P<path>.*))?$", views.structures_21, name="structures-21"),
    re_path(r"^(?P<path>.*)$", views.elsewhere, name="nothing_here"),
]
