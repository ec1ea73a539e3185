"""Changes of accounts, wherever they are made: told to the audit trail, and sessions ended where that must follow."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from foundation.audit import Event, record
from portal.audit.origins import origin_of
from portal.audit.requests import current_request
from portal.signing_in import devices, proofs, sessions

#: Fields of an account whose change is told; the others (names) are no matter of security.
TOLD = ("username", "email", "is_active", "is_staff", "is_superuser")
ADDED, REMOVED = "added", "removed"


def watch():
    """Connect everything below; called once when the applications are ready."""
    user = get_user_model()
    connect(user_logged_in, signed_in)
    connect(user_logged_out, signed_out)
    connect(pre_save, before_saving, user)
    connect(post_save, account_saved, user)
    connect(post_delete, account_deleted, user)
    for through in (user.groups.through, user.user_permissions.through, Group.permissions.through):
        connect(m2m_changed, rights_changed, through)
    connect(post_save, group_saved, Group)
    connect(post_delete, group_deleted, Group)


def connect(signal, receiver, sender=None):
    signal.connect(receiver, sender=sender, dispatch_uid=f"portal.signing_in.{receiver.__name__}.{sender}")


def signed_in(sender, request, user, **kwargs):
    """Give the new session its origin and its proof, and remember the device."""
    origin = origin_of(request)
    device = devices.remember(request, user) if origin["address"] else None
    sessions.begin(request.session, origin, device)
    proofs.note(request.session)
    record(Event.SIGNED_IN, request, by=user, second_factor=request.session.get(proofs.FACTOR, ""))


def signed_out(sender, request, user, **kwargs):
    if user is not None:
        record(Event.SIGNED_OUT, request, by=user)


def before_saving(sender, instance, update_fields=None, raw=False, using=None, **kwargs):
    """Look up what an account was before it is saved."""
    instance._before = None
    if raw or instance._state.adding or (update_fields and not set(update_fields) & set(TOLD)):
        return
    instance._before = sender._default_manager.using(using).filter(pk=instance.pk).values(*TOLD).first()


def account_saved(sender, instance, created, raw=False, **kwargs):
    """Tell that an account was made or changed; end its sessions when the password is new or the account closed."""
    if raw:
        return
    if created:
        record(Event.ACCOUNT_MADE, about=instance, superuser=instance.is_superuser or "")
        return
    before = instance._before or {}
    changed = [name for name, value in before.items() if getattr(instance, name) != value]
    if changed:
        record(Event.ACCOUNT_CHANGED, about=instance, fields=changed)
    # While a chosen password is saved the account still holds it; a stronger hash of the same one is no change.
    if instance._password is not None:
        record(Event.PASSWORD_CHANGED, about=instance)
        sessions.end_all(instance, but=_own_session(instance))
    elif "is_active" in changed and not instance.is_active:
        sessions.end_all(instance)
    elif {"is_staff", "is_superuser"} & set(changed):
        sessions.renew([instance.pk])


def _own_session(user):
    """Return the key of the session in which a person changes their own password."""
    request = current_request()
    asking = getattr(request, "user", None)
    return request.session.session_key if asking is not None and asking.pk == user.pk else None


def account_deleted(sender, instance, **kwargs):
    record(Event.ACCOUNT_DELETED, about_name=instance.get_username())


def rights_changed(sender, instance, action, reverse, model, pk_set, **kwargs):
    """Tell which groups or permissions an account or a group got or lost."""
    if action not in ("post_add", "post_remove", "pre_clear") or (action != "pre_clear" and not pk_set):
        return
    detail: dict[str, str | list[str]] = {}
    if action == "pre_clear":
        detail[REMOVED] = "*"
    else:
        words = [_in_words(one) for one in _named(model, pk_set)]
        detail[ADDED if action == "post_add" else REMOVED] = words
    about = instance if isinstance(instance, get_user_model()) else None
    if about is None:
        detail["group" if isinstance(instance, Group) else "permission"] = _in_words(instance)
    record(Event.RIGHTS_CHANGED, about=about, **detail)
    if about is not None:
        sessions.renew([about.pk])
    elif reverse and model is get_user_model():
        sessions.renew(pk_set or [])


def _named(model, pks):
    rows = model._default_manager.filter(pk__in=pks)
    return rows.select_related("content_type") if model is Permission else rows


def _in_words(thing):
    if isinstance(thing, Permission):
        return f"{thing.content_type.app_label}.{thing.codename}"
    return thing.get_username() if isinstance(thing, get_user_model()) else thing.name


def group_saved(sender, instance, created, raw=False, **kwargs):
    if not raw:
        record(Event.RIGHTS_CHANGED, group=instance.name, how="made" if created else "saved")


def group_deleted(sender, instance, **kwargs):
    record(Event.RIGHTS_CHANGED, group=instance.name, how="deleted")
