"""Rules for what pages may load and run: the Content-Security-Policy of the public pages and of the admin."""

import base64
import hashlib
from functools import cache

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

PUBLIC_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
#: The admin theme compiles its Alpine expressions (unsafe-eval) and sets style attributes and one style block with its
#: colours (unsafe-inline for styles). Inline scripts do not run; the one there is, the editor's import map, is let
#: through by its hash. Nothing outside this origin is allowed there either.
ADMIN_POLICY = {
    **PUBLIC_POLICY,
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}


def admin_policy(policy=None):
    """Return the admin's policy with the hash of the rich text editor's import map."""
    policy = policy or ADMIN_POLICY
    return {**policy, "script-src": [*policy["script-src"], _import_map_hash()]}


@cache
def _import_map_hash():
    from django_prose_editor.widgets import importmap  # needs settings

    content = str(importmap).partition(">")[2].removesuffix("</script>")  # needs settings
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"
