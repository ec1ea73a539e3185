"""Reading answers as the tests compare them: any form of data to the same rows."""

import csv
import io

from lxml import etree

CSV_1, CSV_2 = "application/vnd.sdmx.data+csv;version=1.0.0", "application/vnd.sdmx.data+csv;version=2.0.0"
SPECIFIC = "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
NAMES = ("FREQ", "INDEX", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "VINTAGE", "ISSUE_DATE", "VALID_FROM")


def rows_of(response):
    """Return the observations of an answer with data as dictionaries, without what is empty."""
    assert response.status_code == 200, response.content
    body = b"".join(response) if response.streaming else response.content
    if "csv" in response["Content-Type"]:
        found = csv.DictReader(io.StringIO(body.decode()))
        return [{name: row[name] for name in NAMES if row.get(name)} for row in found]
    root = etree.fromstring(body)
    return [_row(one) for one in root.iter() if etree.QName(one).localname == "Obs"]


def _row(one):
    above = one.getparent()
    found = {**above.attrib, **one.attrib}
    for element in [*above.iterfind("{*}SeriesKey/{*}Value"), *one.iterfind("*/{*}Value")]:
        found[element.get("id")] = element.get("value")
    for name, element in (("TIME_PERIOD", "ObsDimension"), ("OBS_VALUE", "ObsValue")):
        held = one.find(f"{{*}}{element}")
        if held is not None:
            found[name] = held.get("value")
    return {name: found[name] for name in NAMES if name in found}


def values_of(response):
    """Return {(code, time): value} of an answer with data."""
    return {(row["INDEX"], row["TIME_PERIOD"]): row.get("OBS_VALUE") for row in rows_of(response)}


def sentence_of(response):
    """Return (code, sentence) of an `Error` message."""
    root = etree.fromstring(response.content)
    assert etree.QName(root).localname == "Error"
    return root[0].get("code"), root[0][0].text
