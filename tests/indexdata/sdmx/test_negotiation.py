"""Media types: the one that is preferred among those offered, or 406."""

import pytest

from indexdata.sdmx.answers import takes_gzip
from indexdata.sdmx.errors import SdmxError
from indexdata.sdmx.negotiation import CSV_1_FIRST, CSV_2_SECOND, GENERIC_21, SPECIFIC_21, form_for

OFFERED = (GENERIC_21, SPECIFIC_21, CSV_1_FIRST, CSV_2_SECOND)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", GENERIC_21),
        ("*/*", GENERIC_21),
        ("application/*", GENERIC_21),
        ("application/xml", GENERIC_21),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", GENERIC_21),
        ("application/vnd.sdmx.structurespecificdata+xml;version=2.1", SPECIFIC_21),
        ("Application/vnd.SDMX.structurespecificdata+xml; Version=2.1", SPECIFIC_21),
        ("text/csv", CSV_1_FIRST),
        ("application/vnd.sdmx.data+csv", CSV_1_FIRST),
        ("application/vnd.sdmx.data+csv;version=2.0.0", CSV_2_SECOND),
        ("application/vnd.sdmx.data+csv;version=1.0.0;labels=id;timeFormat=original", CSV_1_FIRST),
        ("application/vnd.sdmx.data+csv;version=3.0.0, text/csv;q=0.5", CSV_1_FIRST),
        ("application/xml;q=0.2, text/csv;q=0.3", CSV_1_FIRST),
    ],
)
def test_the_preferred_form_is_given(accept, form):
    assert form_for(accept, OFFERED) is form


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "image/png",
        "application/vnd.sdmx.genericdata+xml;version=3.0.0",
        "application/vnd.sdmx.data+csv;labels=both",
        "text/csv;q=0",
        "text/csv;q=much",
        ",;,",
    ],
)
def test_what_is_not_offered_is_406_with_what_is(accept):
    with pytest.raises(SdmxError) as refused:
        form_for(accept, OFFERED)
    assert refused.value.status == 406
    assert "genericdata" in refused.value.sentence


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("br", False),
    ],
)
def test_gzip_is_for_who_takes_it(accepted, packed):
    assert takes_gzip(accepted) is packed
