"""Parts of addresses that name index data."""

from indexdata.enums import Family

#: The path of an index in the classification: words of its node and of those above it.
PATH_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*"
#: The code of an index; no path looks like one.
CODE_PATTERN = r"[A-Z][A-Z0-9_]*"


class IndexPathConverter:
    """The slug path of an index, e.g. price/raw-materials/polyester."""

    regex = PATH_PATTERN

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class IndexCodeConverter:
    """The code of an index, e.g. PRICE_RM."""

    regex = CODE_PATTERN

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class BulkFileConverter:
    """The name of a bulk file, e.g. price.csv."""

    regex = r"[a-z-]+\.[a-z]+"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class FamilyConverter:
    """The code of an index family."""

    regex = "|".join(Family.values)

    def to_python(self, value):
        return Family(value)

    def to_url(self, value):
        return str(value)
