"""Sample units that are invented and say so: spread over all collecting sources, classes and kinds."""

from indexdata.enums import UnitKind
from indexdata.models import CollectingSource, Index, SampleUnit
from portal.starter.record import Record

KIND = "demo-unit"
MERCHANT, MILL, EXPORTER = UnitKind.MERCHANT, UnitKind.MILL, UnitKind.EXPORTER

#: Market, kind, what it deals in (English, Chinese), classes below "price", reporting since.
UNITS = (
    ("north-market", MERCHANT, "grey fabric merchant", "坯布商户", ("grey-fabric/natural-fibre",), 2008),
    ("north-market", MERCHANT, "cotton shirting merchant", "衬衫棉布商户", ("apparel-fabric/cotton-fabric",), 2011),
    ("north-market", EXPORTER, "cotton fabric exporter", "棉布外贸企业", ("apparel-fabric/cotton-fabric",), 2016),
    ("east-market", MERCHANT, "polyester fabric merchant", "涤纶面料商户", ("apparel-fabric/polyester-fabric",), 2008),
    ("east-market", MERCHANT, "stretch fabric merchant", "弹力面料商户", ("apparel-fabric/polyester-spandex-fabric",), 2014),
    ("east-market", MILL, "chemical fibre weaving mill", "化纤织造厂", ("grey-fabric/chemical-fibre",), 2009),
    ("old-market", MERCHANT, "casual cotton merchant", "休闲棉布商户", ("apparel-fabric/cotton-fabric",), 2008),
    ("old-market", MERCHANT, "lining merchant", "里料商户", ("apparel-accessories/lining",), 2010),
    ("old-market", MERCHANT, "interlining merchant", "衬料商户", ("apparel-accessories/interlining",), 2013),
    ("united-market", MERCHANT, "menswear fabric merchant", "男装面料商户", ("apparel-fabric/polyester-wool-fabric",), 2008),
    ("united-market", MERCHANT, "linen fabric merchant", "麻类面料商户", ("apparel-fabric/linen-fabric",), 2012),
    ("united-market", EXPORTER, "apparel fabric exporter", "服装面料外贸企业", ("apparel-fabric",), 2017),
    ("beilian-market", MERCHANT, "curtain fabric merchant", "窗帘布商户", ("home-textile/curtain-fabric",), 2009),
    ("beilian-market", MERCHANT, "curtain gauze merchant", "窗纱商户", ("home-textile/curtain-gauze",), 2012),
    ("beilian-market", EXPORTER, "home textile exporter", "家纺外贸企业", ("home-textile", "home-textile/bedding"), 2018),
    ("dongsheng-road-market", MERCHANT, "lace merchant", "花边商户", ("apparel-accessories/lace",), 2010),
    ("dongsheng-road-market", MERCHANT, "ribbon and webbing merchant", "织带商户", ("apparel-accessories/ribbon",), 2015),
    ("dongsheng-road-market", MERCHANT, "daily home textile merchant", "日用家纺商户", ("home-textile/daily-home-textile",), 2011),
    ("south-district-market", MERCHANT, "woollen fabric merchant", "毛料商户", ("apparel-fabric/polyester-wool-fabric",), 2008),
    ("south-district-market", MILL, "blended fabric mill", "混纺织造厂", ("grey-fabric/blended-fibre",), 2010),
    ("south-district-market", MERCHANT, "sewing thread merchant", "缝纫线商户", ("apparel-accessories/thread-and-rope",), 2014),
    ("qianqing-raw-material-market", MERCHANT, "polyester yarn merchant", "涤纶丝商户", ("raw-materials/polyester",), 2008),
    ("qianqing-raw-material-market", MERCHANT, "cotton yarn merchant", "棉纱商户", ("raw-materials/pure-cotton-yarn",), 2008),
    ("qianqing-raw-material-market", MILL, "viscose spinning mill", "粘胶纺纱厂", ("raw-materials/viscose",), 2012),
)  # fmt: skip
DESCRIPTION_EN = (
    "An invented {trade} that shows what the page of a sample unit looks like. It reports nothing."
)
DESCRIPTION_ZH = "虚构的{trade}，仅用于展示样本单位页面，不参与任何数据采集。"


def load_units() -> int:
    """Create the demonstration units not loaded yet, at the sources that exist, and return how many."""
    sources = {
        slug: (pk, name_en, name_zh)
        for slug, pk, name_en, name_zh in CollectingSource.objects.values_list(
            "slug", "pk", "name_en", "name_zh_hans"
        )
    }
    indices = dict(Index.objects.values_list("path", "pk"))

    def make(numbered):
        number, (market, kind, trade_en, trade_zh, classes, since) = numbered
        source, source_en, source_zh = sources[market]
        unit = SampleUnit.objects.create(
            slug=_key(numbered),
            name_en=f"Demonstration unit {number:02} – {trade_en}, {source_en}",
            name_zh_hans=f"演示样本单位{number:02}（{source_zh}{trade_zh}）",
            kind=kind,
            source_id=source,
            description_en=DESCRIPTION_EN.format(trade=trade_en),
            description_zh_hans=DESCRIPTION_ZH.format(trade=trade_zh),
            reporting_since=since,
            demonstration=True,
        )
        unit.classes.set([indices[path] for name in classes if (path := f"price/{name}") in indices])
        return unit

    known = [numbered for numbered in enumerate(UNITS, 1) if numbered[1][0] in sources]
    return Record(KIND).make(known, _key, make)


def _key(numbered):
    return f"demonstration-unit-{numbered[0]:02}"
