"""The look of the admin: title, colours, menu. Read by unfold."""

from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

#: Shades of the indigo #24406E, light to dark; the brand colour itself is 700.
INDIGO = {
    "50": "oklch(97.5% .011 262)",
    "100": "oklch(94% .022 262)",
    "200": "oklch(88% .042 261)",
    "300": "oklch(79.5% .068 260)",
    "400": "oklch(68% .095 260)",
    "500": "oklch(56% .105 260)",
    "600": "oklch(46% .1 260)",
    "700": "oklch(37.4% .087 260)",
    "800": "oklch(32% .072 260)",
    "900": "oklch(27% .057 261)",
    "950": "oklch(20% .04 262)",
}
#: Undyed linen and ink: warm greys.
LINEN = {
    "50": "oklch(98.3% .004 85)",
    "100": "oklch(96.2% .006 85)",
    "200": "oklch(91.8% .008 83)",
    "300": "oklch(86% .01 80)",
    "400": "oklch(71% .014 78)",
    "500": "oklch(54% .014 75)",
    "600": "oklch(44.5% .013 72)",
    "700": "oklch(37% .012 70)",
    "800": "oklch(28% .01 68)",
    "900": "oklch(21.5% .008 66)",
    "950": "oklch(14.5% .006 64)",
}


def may(permission):
    """Return the menu's question whether the person at the desk has a permission."""
    return lambda request: request.user.has_perm(permission)


def is_among_all_comments(request):
    """Tell whether a page belongs to the list of comments; the desk's address begins like the list's."""
    name = request.resolver_match.url_name or ""
    return name.startswith("news_comment_") and name != "news_comment_desk"


def is_among_figures(request):
    """Tell whether a page belongs to the list of figures; the address of bringing them in begins like the list's."""
    name = request.resolver_match.url_name or ""
    return name.startswith("indexdata_observation_") and name != "indexdata_observation_import"


def entry(title, icon, model, permission=None, **more):
    """Return a menu entry that leads to the list of a model and shows for those who may view it."""
    app, name = model.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{name}_changelist"),
        "permission": may(permission or f"{app}.view_{name}"),
        **more,
    }


UNFOLD = {
    "SITE_TITLE": _("China Textile City Index"),
    "SITE_HEADER": _("China Textile City Index"),
    "SITE_SUBHEADER": _("Editorial office"),
    "SITE_SYMBOL": "texture",
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "5px",
    "COLORS": {"primary": INDIGO, "base": LINEN},
    "STYLES": [
        lambda request: static("css/admin.css"),
        lambda request: static("css/admin/writing.css"),
        lambda request: static("css/admin/form.css"),
        lambda request: static("css/admin/finder.css"),
    ],
    "SCRIPTS": [
        lambda request: static("js/admin/left_text.js"),
        lambda request: static("js/admin/autofocus.js"),
        lambda request: static("js/admin/finder.js"),
        lambda request: static("js/admin/select2_names.js"),
        lambda request: static("js/admin/keys.js"),
        lambda request: static("js/admin/form.js"),
        lambda request: static("js/admin/mended.js"),
    ],
    "ACCOUNT": {
        "navigation": [
            {"title": _("Signing in and sessions"), "link": reverse_lazy("admin:my_account")},
            {"title": _("Letters to me"), "link": reverse_lazy("admin:news_letterchoices_changelist")},
        ]
    },
    "DASHBOARD_CALLBACK": "portal.staff.desk.desk",
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": [
            {"items": [{"title": _("Desk"), "icon": "desk", "link": reverse_lazy("admin:index")}]},
            {
                "title": _("Newsroom"),
                "items": [
                    entry(_("Articles"), "article", "news.article"),
                    entry(_("Pictures"), "image", "news.picture"),
                    entry(_("Attachments"), "attach_file", "news.attachment"),
                    entry(_("Tags"), "sell", "news.tag"),
                    entry(_("Sections"), "view_agenda", "news.section"),
                    entry(_("Series of articles"), "format_list_numbered", "news.articleseries"),
                    entry(_("Redirects"), "alt_route", "news.redirect"),
                    entry(_("Notices to everybody"), "campaign", "news.notice"),
                    entry(_("Popular fabrics"), "texture", "news.fabric"),
                    entry(_("Uses of fabrics"), "checkroom", "news.fabricuse"),
                    entry(_("Information pages"), "info", "news.page"),
                    {
                        "title": _("Commentary from figures"),
                        "icon": "edit_note",
                        "link": reverse_lazy("admin:news_article_commentary"),
                        "permission": may("news.add_article"),
                    },
                    {
                        "title": _("Import a workbook"),
                        "icon": "upload_file",
                        "link": reverse_lazy("admin:news_article_workbook"),
                        "permission": may("news.change_article"),
                    },
                    {
                        "title": _("Ageing articles"),
                        "icon": "hourglass_bottom",
                        "link": lambda request: reverse("admin:news_article_changelist") + "?age=365",
                        "permission": may("news.change_article"),
                    },
                    {
                        "title": _("History"),
                        "icon": "history",
                        "link": reverse_lazy("admin:admin_logentry_changelist"),
                        "permission": may("news.approve_article"),
                    },
                ],
            },
            {
                "title": _("Reader comments"),
                "items": [
                    {
                        "title": _("Comment desk"),
                        "icon": "forum",
                        "link": reverse_lazy("admin:news_comment_desk"),
                        "permission": may("news.moderate_comment"),
                        "badge": "portal.staff.desk.waiting_comments",
                        "badge_variant": "warning",
                    },
                    entry(_("All comments"), "list", "news.comment", active=is_among_all_comments),
                    entry(_("Rules for comments"), "rule", "news.commentrules"),
                    entry(_("Listed words"), "block", "news.listedword"),
                    entry(_("Ready-made reasons"), "chat", "news.reasontemplate"),
                    entry(_("Bans"), "gavel", "news.ban"),
                ],
            },
            {
                "title": _("Index data"),
                "items": [
                    entry(_("Releases"), "event", "indexdata.release"),
                    entry(_("Figures"), "monitoring", "indexdata.observation", active=is_among_figures),
                    entry(_("Corrections on their way"), "rule", "indexdata.draftvintage"),
                    entry(
                        _("Reported errors"),
                        "flag",
                        "news.figurereport",
                        badge="portal.staff.desk.waiting_figure_reports",
                        badge_variant="warning",
                    ),
                    {
                        "title": _("Bring figures in"),
                        "icon": "upload_file",
                        "link": reverse_lazy("admin:indexdata_observation_import"),
                        "permission": may("indexdata.add_observation"),
                    },
                    entry(_("Tolerances for jumps"), "tune", "indexdata.jumptolerance"),
                    entry(_("Events"), "event", "indexdata.event"),
                    entry(_("Classification"), "account_tree", "indexdata.index"),
                    entry(_("Collecting sources"), "storefront", "indexdata.collectingsource"),
                    entry(_("Sample units"), "factory", "indexdata.sampleunit"),
                ],
            },
            {
                "title": _("People"),
                "items": [
                    entry(_("Staff accounts"), "person", "auth.user"),
                    entry(_("Groups"), "group", "auth.group"),
                    {
                        "title": _("Audit trail"),
                        "icon": "policy",
                        "link": reverse_lazy("admin:portal_securityevent_changelist"),
                        "permission": lambda request: request.user.is_superuser,
                    },
                ],
            },
        ],
    },
}
