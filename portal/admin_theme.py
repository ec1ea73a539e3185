"""How the admin looks: title, colours, menu. Read by unfold."""

UNFOLD = {"SITE_TITLE": "China Textile City Index", "SITE_HEADER": "China Textile City Index"}
