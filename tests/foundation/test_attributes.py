"""The attributes of a tag, beside Django's slower way of writing them."""

from django.forms.utils import flatatt
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from foundation.templatetags.attributes import attributes

NAMES = st.text("abcdefghijklmnopqrstuvwxyz-:@.", min_size=1, max_size=12)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just(mark_safe("a &amp; b"))
)


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_written_as_django_writes_them(values):
    assert attributes(values) == flatatt(values)
    assert hasattr(attributes(values), "__html__")


def test_values_are_escaped_and_translated_late():
    assert attributes({"title": 'a "b" <c>'}) == ' title="a &quot;b&quot; &lt;c&gt;"'
    assert attributes({"title": gettext_lazy("Save")}) == ' title="Save"'
