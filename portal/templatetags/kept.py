"""Parts of pages that are made once and shown many times, as long as what they show does not change."""

from django import template
from django.db.models import Model, QuerySet
from django.utils.translation import get_language

from foundation.unread import Unread
from portal.freshness.parts import remember
from portal.freshness.reading import note, recording

register = template.Library()


class KeptNode(template.Node):
    """The part between `{% kept %}` and `{% endkept %}`."""

    def __init__(self, nodes, place, values, shown):
        self.nodelist = nodes
        self._place = place
        self._values = values
        self._shown = shown

    def render(self, context):
        """Return the part, from memory where it is kept."""
        values = [value.resolve(context, ignore_failures=True) for value in self._values]
        shown = {name: context[name] for name in self._shown if name in context}
        unread = [value for value in shown.values() if isinstance(value, Unread)]

        def make():
            with recording() as read:
                for value in unread:
                    note(value.tokens)
                known = {n: v.shown() if isinstance(v, Unread) else v for n, v in shown.items()}
                html = self.nodelist.render(context.new(known))
            for value in unread:
                value.tokens |= read
            return html

        if None in values or not all(map(_can_be_kept, shown.values())):
            return make()
        return remember(("template", *self._place, get_language(), *values), make)


def _can_be_kept(value):
    """Tell whether it is known what a value was read from: rows that a view has read are of unknown age."""
    if isinstance(value, Unread):
        return not value.is_open
    return not isinstance(value, (list, tuple, dict, Model, QuerySet))


@register.tag
def kept(parser, token):
    """Make a part once and keep it: `{% kept "name" value … with variable … %} … {% endkept %}`.

    The values (texts, numbers, True or False) tell one form of the part from another; where one is None or missing, the
    part is made anew each time. Inside, only the variables after `with` are known, so nothing of the page or its reader
    gets in that is not named: whatever they hold must follow from the values. What comes from the database is named by
    the view as `Unread` and is opened here: so it is read when the part is made and not while it is kept, and what is
    read decides how long the part is right.
    """
    name, *rest = token.split_contents()[1:]
    shown = []
    if "with" in rest:
        at = rest.index("with")
        rest, shown = rest[:at], rest[at + 1 :]
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    place = (parser.origin.template_name or "", name.strip("\"'"))
    return KeptNode(nodes, place, [parser.compile_filter(value) for value in rest], shown)
