"""Addresses of the SDMX services (a contract: programs rely on them). A last slash changes nothing."""

from django.urls import re_path

from . import views

app_name = "sdmx"

urlpatterns = [
    re_path(r"^2\.1/data(?:/(?P<path>.*))?$", views.data_21, name="data-21"),
    re_path(r"^2\.1/availableconstraint(?:/(?P<path>.*))?$", views.available_21, name="available-21"),
    re_path(r"^2\.1(?:/(?P<path>.*))?$", views.structures_21, name="structures-21"),
    re_path(r"^3\.0/structure(?:/(?P<path>.*))?$", views.structures_30, name="structures-30"),
    re_path(r"^3\.0/schema(?:/(?P<path>.*))?$", views.schema_30, name="schema-30"),
    re_path(r"^3\.0/data(?:/(?P<path>.*))?$", views.data_30, name="data-30"),
    re_path(r"^3\.0/availability(?:/(?P<path>.*))?$", views.available_30, name="available-30"),
    re_path(r"^3\.0(?:/(?P<path>.*))?$", views.unserved_30, name="nothing_here"),
    re_path(r"^(?P<path>.*)$", views.elsewhere, name="nothing_here"),
]
