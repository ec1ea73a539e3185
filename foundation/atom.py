"""Atom feeds with the full text of their entries."""

from datetime import UTC, datetime
from xml.sax.xmlreader import AttributesImpl

from django.utils import feedgenerator
from django.utils.xmlutils import SimplerXMLGenerator

from foundation.characters import storable

#: The authority of entries' identities (RFC 4151). It never changes, wherever the portal runs.
TAG_AUTHORITY = "kqindex.gov.cn,2008"
#: When a feed without entries was changed: always the same, so that it answers the same to all who ask.
NEVER = datetime(2008, 1, 1, tzinfo=UTC)


def tag_uri(*parts) -> str:
    """Return the lasting identity of an entry."""
    return f"tag:{TAG_AUTHORITY}:{'/'.join(parts)}"


class SafeXML(SimplerXMLGenerator):
    """Writes XML and leaves out the characters that would break the whole document."""

    def characters(self, content):
        super().characters(storable(content))

    def startElement(self, name, attrs):
        clean = {key: storable(value) for key, value in attrs.items()}
        super().startElement(name, AttributesImpl(clean))


class FullTextAtom(feedgenerator.Atom1Feed):
    """An Atom feed whose entries may carry `content`: their whole text as HTML."""

    def write(self, outfile, encoding):
        handler = SafeXML(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER

    def add_item_elements(self, handler: SimplerXMLGenerator, item):
        super().add_item_elements(handler, item)
        if item.get("content"):
            handler.addQuickElement("content", item["content"], {"type": "html"})
