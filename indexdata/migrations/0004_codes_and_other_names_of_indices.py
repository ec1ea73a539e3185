"""Codes of indices: those of the classification as it is known, others made of their paths. Former paths and other names."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

CODES = {
    "price": "PRICE",
    "price/raw-materials": "PRICE_RM",
    "price/raw-materials/polyester": "PRICE_RM_POLYESTER",
    "price/raw-materials/polyester/polyester-filament": "PRICE_RM_POLYESTER_FILAMENT",
    "price/raw-materials/polyester/polyester-staple": "PRICE_RM_POLYESTER_STAPLE",
    "price/raw-materials/polyester/pure-polyester-yarn": "PRICE_RM_PURE_POLYESTER_YARN",
    "price/raw-materials/cotton-hemp": "PRICE_RM_COTTON_HEMP",
    "price/raw-materials/pure-cotton-yarn": "PRICE_RM_PURE_COTTON_YARN",
    "price/raw-materials/viscose": "PRICE_RM_VISCOSE",
    "price/raw-materials/regenerated-cellulose": "PRICE_RM_REGENERATED_CELLULOSE",
    "price/raw-materials/viscose/viscose-staple": "PRICE_RM_VISCOSE_STAPLE",
    "price/raw-materials/viscose/rayon-yarn": "PRICE_RM_RAYON_YARN",
    "price/raw-materials/blended": "PRICE_RM_BLENDED",
    "price/raw-materials/blended/polyester-cotton-yarn": "PRICE_RM_POLYESTER_COTTON_YARN",
    "price/raw-materials/blended/viscose-yarn": "PRICE_RM_VISCOSE_YARN",
    "price/raw-materials/blended/polyester-viscose-yarn": "PRICE_RM_POLYESTER_VISCOSE_YARN",
    "price/raw-materials/other-chemical-fibre": "PRICE_RM_OTHER_CHEMICAL_FIBRE",
    "price/raw-materials/other-chemical-fibre/spandex": "PRICE_RM_SPANDEX",
    "price/raw-materials/other-chemical-fibre/nylon": "PRICE_RM_NYLON",
    "price/grey-fabric": "PRICE_GF",
    "price/grey-fabric/natural-fibre": "PRICE_GF_NATURAL_FIBRE",
    "price/grey-fabric/chemical-fibre": "PRICE_GF_CHEMICAL_FIBRE",
    "price/grey-fabric/blended-fibre": "PRICE_GF_BLENDED_FIBRE",
    "price/grey-fabric/chemical-fibre/polyester-gauze-grey": "PRICE_GF_POLYESTER_GAUZE_GREY",
    "price/grey-fabric/chemical-fibre/polyester-pongee-grey": "PRICE_GF_POLYESTER_PONGEE_GREY",
    "price/grey-fabric/chemical-fibre/polyester-crepe-grey": "PRICE_GF_POLYESTER_CREPE_GREY",
    "price/grey-fabric/chemical-fibre/polyester-linen-look-grey": "PRICE_GF_POLYESTER_LINEN_LOOK_GREY",
    "price/grey-fabric/chemical-fibre/polyester-satin-grey": "PRICE_GF_POLYESTER_SATIN_GREY",
    "price/grey-fabric/natural-fibre/cotton-drill-grey": "PRICE_GF_COTTON_DRILL_GREY",
    "price/grey-fabric/natural-fibre/cotton-canvas-grey": "PRICE_GF_COTTON_CANVAS_GREY",
    "price/grey-fabric/natural-fibre/cotton-poplin-grey": "PRICE_GF_COTTON_POPLIN_GREY",
    "price/grey-fabric/natural-fibre/cotton-voile-grey": "PRICE_GF_COTTON_VOILE_GREY",
    "price/grey-fabric/blended-fibre/tc-drill-grey": "PRICE_GF_TC_DRILL_GREY",
    "price/grey-fabric/blended-fibre/tc-poplin-grey": "PRICE_GF_TC_POPLIN_GREY",
    "price/grey-fabric/blended-fibre/polyester-viscose-grey": "PRICE_GF_POLYESTER_VISCOSE_GREY",
    "price/grey-fabric/blended-fibre/polyester-linen-grey": "PRICE_GF_POLYESTER_LINEN_GREY",
    "price/grey-fabric/blended-fibre/nylon-cotton-linen-grey": "PRICE_GF_NYLON_COTTON_LINEN_GREY",
    "price/apparel-fabric": "PRICE_AF",
    "price/apparel-fabric/linen-fabric": "PRICE_AF_LINEN_FABRIC",
    "price/apparel-fabric/polyester-fabric": "PRICE_AF_POLYESTER_FABRIC",
    "price/apparel-fabric/polyester-nylon-fabric": "PRICE_AF_POLYESTER_NYLON_FABRIC",
    "price/apparel-fabric/linen-viscose-fabric": "PRICE_AF_LINEN_VISCOSE_FABRIC",
    "price/apparel-fabric/polyester-wool-fabric": "PRICE_AF_POLYESTER_WOOL_FABRIC",
    "price/apparel-fabric/tc-fabric": "PRICE_AF_TC_FABRIC",
    "price/apparel-fabric/polyester-spandex-fabric": "PRICE_AF_POLYESTER_SPANDEX_FABRIC",
    "price/apparel-fabric/cotton-fabric": "PRICE_AF_COTTON_FABRIC",
    "price/apparel-fabric/viscose-wool-fabric": "PRICE_AF_VISCOSE_WOOL_FABRIC",
    "price/apparel-fabric/nylon-cotton-fabric": "PRICE_AF_NYLON_COTTON_FABRIC",
    "price/apparel-fabric/fashion-fabric": "PRICE_AF_FASHION_FABRIC",
    "price/home-textile": "PRICE_HT",
    "price/home-textile/bedding": "PRICE_HT_BEDDING",
    "price/home-textile/daily-home-textile": "PRICE_HT_DAILY_HOME_TEXTILE",
    "price/home-textile/curtain-gauze": "PRICE_HT_CURTAIN_GAUZE",
    "price/home-textile/curtain-fabric": "PRICE_HT_CURTAIN_FABRIC",
    "price/home-textile/bedding/all-cotton": "PRICE_HT_ALL_COTTON",
    "price/home-textile/bedding/polyester-cotton": "PRICE_HT_POLYESTER_COTTON",
    "price/home-textile/bedding/all-polyester": "PRICE_HT_ALL_POLYESTER",
    "price/apparel-accessories": "PRICE_AA",
    "price/apparel-accessories/interlining": "PRICE_AA_INTERLINING",
    "price/apparel-accessories/thread-and-rope": "PRICE_AA_THREAD_AND_ROPE",
    "price/apparel-accessories/ribbon": "PRICE_AA_RIBBON",
    "price/apparel-accessories/lace": "PRICE_AA_LACE",
    "price/apparel-accessories/lining": "PRICE_AA_LINING",
    "price/apparel-accessories/belt": "PRICE_AA_BELT",
    "prosperity": "PROSPERITY",
    "prosperity/market-circulation": "PROSPERITY_MC",
    "prosperity/market-circulation/circulation-benefit": "PROSPERITY_MC_CIRCULATION_BENEFIT",
    "prosperity/market-circulation/capital-turnover-speed": "PROSPERITY_MC_CAPITAL_TURNOVER_SPEED",
    "prosperity/market-circulation/market-demand-outlook": "PROSPERITY_MC_MARKET_DEMAND_OUTLOOK",
    "prosperity/market-circulation/circulation-confidence": "PROSPERITY_MC_CIRCULATION_CONFIDENCE",
    "prosperity/market-circulation/circulation-confidence/market-demand-discrimination": "PROSPERITY_MC_MARKET_DEMAND_DISCRIMINATION",
    "prosperity/market-circulation/circulation-confidence/market-outlook-discrimination": "PROSPERITY_MC_MARKET_OUTLOOK_DISCRIMINATION",
    "prosperity/production": "PROSPERITY_PRODUCTION",
    "prosperity/production/production-scale": "PROSPERITY_PRODUCTION_PRODUCTION_SCALE",
    "prosperity/production/production-efficiency": "PROSPERITY_PRODUCTION_PRODUCTION_EFFICIENCY",
    "prosperity/production/production-confidence": "PROSPERITY_PRODUCTION_PRODUCTION_CONFIDENCE",
    "prosperity/by-category": "PROSPERITY_BY_CATEGORY",
    "prosperity/by-category/raw-materials": "PROSPERITY_RM",
    "prosperity/by-category/grey-fabric": "PROSPERITY_GF",
    "prosperity/by-category/apparel-fabric": "PROSPERITY_AF",
    "prosperity/by-category/home-textile": "PROSPERITY_HT",
    "prosperity/by-category/apparel-accessories": "PROSPERITY_AA",
    "foreign-trade": "FT",
    "foreign-trade/price": "FT_PRICE",
    "foreign-trade/prosperity": "FT_PROSPERITY",
    "foreign-trade/confidence": "FT_CONFIDENCE",
    "foreign-trade/prosperity/chemical-filament-fabric": "FT_PROSPERITY_CHEMICAL_FILAMENT_FABRIC",
    "foreign-trade/price/chemical-filament-fabric": "FT_PRICE_CHEMICAL_FILAMENT_FABRIC",
    "foreign-trade/prosperity/curtains-drapery": "FT_PROSPERITY_CURTAINS_DRAPERY",
    "foreign-trade/price/curtains-drapery": "FT_PRICE_CURTAINS_DRAPERY",
    "foreign-trade/price/cotton-blended-fabric": "FT_PRICE_COTTON_BLENDED_FABRIC",
    "foreign-trade/prosperity/daily-home-textile-fabric": "FT_PROSPERITY_DAILY_HOME_TEXTILE_FABRIC",
    "foreign-trade/price/daily-home-textile-fabric": "FT_PRICE_DAILY_HOME_TEXTILE_FABRIC",
    "foreign-trade/prosperity/dipped-coated-laminated": "FT_PROSPERITY_DIPPED_COATED_LAMINATED",
    "foreign-trade/prosperity/knitted-crocheted": "FT_PROSPERITY_KNITTED_CROCHETED",
    "order": "ORDER",
}


def give_codes(apps, schema_editor):
    """Give each index its code; a path that is not known gives its own words."""
    indices = apps.get_model("indexdata", "Index").objects.using(schema_editor.connection.alias)
    taken = set()
    for index in indices.order_by("path"):
        code = CODES.get(index.path) or index.path.upper().replace("-", "_").replace("/", "_")[:56]
        code = code if code[:1].isalpha() else f"I_{code}"
        number, free = 2, code
        while free in taken or (free != CODES.get(index.path) and free in CODES.values()):
            free, number = f"{code}_{number}", number + 1
        taken.add(free)
        indices.filter(pk=index.pk).update(code=free)


class Migration(migrations.Migration):
    dependencies = [("indexdata", "0003_coming_corrections_have_an_index")]

    operations = [
        migrations.AddField("index", "code", models.CharField(max_length=60, null=True)),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            "index",
            "code",
            models.CharField(
                help_text="The identity in files and programs, e.g. PRICE_RM. It is chosen once and never changes.",
                max_length=60,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[A-Z][A-Z0-9_]*\\Z", "A code is made of capital letters, digits and “_”."
                    )
                ],
                verbose_name="code",
            ),
        ),
        migrations.CreateModel(
            name="FormerPath",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=255, unique=True, verbose_name="path")),
                (
                    "index",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_paths",
                        to="indexdata.index",
                        verbose_name="index",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IndexAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "简体中文")],
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("folded", models.CharField(db_index=True, editable=False, max_length=120)),
                (
                    "index",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="indexdata.index",
                        verbose_name="index",
                    ),
                ),
            ],
            options={
                "verbose_name": "other name",
                "verbose_name_plural": "other names",
                "ordering": ["language", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("index", "folded"),
                        name="other_names_once",
                        violation_error_message="This name is written down already.",
                    )
                ],
            },
        ),
    ]
