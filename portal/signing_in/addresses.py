"""Addresses of signing in, below those of the admin; and which of its pages ask again who it is."""

import re
from functools import partial

from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.signing_in import account_steps, forgotten, new_address, own_account, second_step


def addresses(site):
    """Return the addresses for the admin site."""

    def private(view):
        return never_cache(sensitive_post_parameters()(partial(view, site)))

    def at(address, view, name):
        return path(address, private(view), name=name)

    return [
        at("second-factor/", second_step.second_factor, "second_factor"),
        at("second-factor/options/", second_step.passkey_options, "passkey_options"),
        path("prove/", site.admin_view(private(second_step.prove)), name="prove"),
        at("password-reset/", forgotten.forgotten, "admin_password_reset"),
        at("password-reset/<uidb64>/<token>/", forgotten.choose_password, "password_choose"),
        path(
            "auth/user/<int:pk>/step/<slug:step>/",
            site.admin_view(private(account_steps.account_step)),
            name="auth_user_step",
        ),
        at("my-account/", own_account.my_account, "my_account"),
        at("my-account/address/", new_address.ask, "my_account_address"),
        at("my-account/address/<str:token>/", new_address.confirm, "my_account_address_link"),
        at("my-account/app/", own_account.add_app, "my_account_app"),
        at("my-account/passkey/options/", own_account.add_passkey_options, "my_account_passkey_options"),
        at("my-account/passkey/", own_account.add_passkey, "my_account_passkey"),
        at("my-account/codes/", own_account.new_codes, "my_account_codes"),
        at("my-account/<slug:kind>/<int:pk>/remove/", own_account.remove_factor, "my_account_remove"),
        at("my-account/sessions/", own_account.end_sessions, "my_account_sessions"),
    ]


#: Pages that change accounts, rights or second factors: they ask again before they open.
SENSITIVE = re.compile(
    r"auth_(user|group)_(add|change|delete|changelist)|auth_user_(password_change|step)"
    r"|my_account_(app|passkey|passkey_options|codes|remove|address)"
)
#: Lists are read without a proof; what is sent from them is not.
ONLY_WHEN_SENT = re.compile(r"auth_(user|group)_changelist|my_account_passkey(_options)?")


def is_sensitive(request, url_name):
    """Tell whether a request of the admin is a sensitive step."""
    name = url_name or ""
    if request.method == "POST" and request.POST.get("action") == "delete_selected":
        return True
    if not SENSITIVE.fullmatch(name):
        return False
    return request.method == "POST" or not ONLY_WHEN_SENT.fullmatch(name)
