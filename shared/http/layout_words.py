"""The words of the layout, French and English."""

from shared.http.language import Words

LAYOUT: Words = {
    "written": ("Ce que vous aviez écrit", "What you had written"),
    "written_help": (
        "Rien n’a été enregistré. Copiez ce texte avant de quitter cette page.",
        "Nothing was saved. Copy this text before you leave this page.",
    ),
    "site": ("Services numériques en santé", "Digital health services"),
    "site_line": ("Référencement et catalogue", "Listing and catalogue"),
    "skip": ("Aller au contenu", "Skip to content"),
    "catalogue": ("Catalogue", "Catalogue"),
    "main_menu": ("Menu principal", "Main menu"),
    "languages": ("Langue", "Language"),
    "language_fr": ("Français", "Français"),
    "language_en": ("English", "English"),
    "demonstration": (
        "Démonstration : les services, les dates et les décisions affichés ici sont fictifs.",
        "Demonstration: the services, dates and decisions shown here are made up.",
    ),
    "footer": (
        "Pages sans script, sans traceur et sans compte. Les heures sont celles de Paris.",
        "Pages without scripts, trackers or accounts. Times are those of Paris.",
    ),
    "footer_private": (
        "Pages sans script ni traceur. Un seul cookie : celui de votre session. Les heures sont celles de Paris.",
        "Pages without scripts or trackers. One cookie only: that of your session. Times are those of Paris.",
    ),
    "sign_out": ("Se déconnecter", "Sign out"),
    "missing_title": ("Page introuvable", "Page not found"),
    "missing_text": (
        "L'adresse est inexacte, ou la page n'a jamais existé.",
        "The address is not right, or there never was such a page.",
    ),
}
