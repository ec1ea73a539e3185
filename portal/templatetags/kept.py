"""Parts of pages that are made once and shown many times, as long as what they show does not change."""

from django import template
from django.utils.translation import get_language

from portal.freshness.parts import remember

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

        def compute():
            shown = {name: context[name] for name in self._shown if name in context}
            return self.nodelist.render(context.new(shown))

        if None in values:
            return compute()
        return remember(("template", *self._place, get_language(), *values), compute)


@register.tag
def kept(parser, token):
    """Make a part once and keep it: `{% kept "name" value … with variable … %} … {% endkept %}`.

    The values (texts, numbers, True or False) tell one form of the part from another; where one is None or missing, the
    part is made anew each time. Inside, only the variables after `with` are known, so nothing of the page or its reader
    gets in that is not named: whatever they hold must follow from the values and from public content. What is read from
    the database inside decides how long the part is right; give what reads it as a function or lazily, so that
    nothing is read while the part is kept.
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
