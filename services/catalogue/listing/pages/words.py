"""The words of the catalogue's pages, French and English."""

from shared.http.language import Words

WORDS: Words = {
    "catalogue_title": ("Catalogue des services référencés", "Catalogue of listed services"),
    "catalogue_lead": (
        "Applications et sites de santé qui ont passé une évaluation et sont référencés pour un an par décision du "
        "ministre.",
        "Health applications and web sites that were evaluated and are listed for one year by decision of the "
        "minister.",
    ),
    "search": ("Rechercher un service ou un éditeur", "Search for a service or a publisher"),
    "typology": ("Échange de données", "Data exchange"),
    "any_typology": ("Avec ou sans échange", "With or without exchange"),
    "with_exchange": ("Avec échange de données", "With data exchange"),
    "without_exchange": ("Sans échange de données", "Without data exchange"),
    "find": ("Rechercher", "Search"),
    "categories": ("Catégories", "Categories"),
    "all_categories": ("Toutes", "All"),
    "clear": ("Effacer la recherche", "Clear the search"),
    "results": ("Services", "Services"),
    "found_none": ("Aucun service trouvé", "No service found"),
    "found_one": ("1 service", "1 service"),
    "found_many": ("{n} services", "{n} services"),
    "nothing": (
        "Essayez un autre mot ou une autre catégorie. Un service suspendu ou dont le référencement a pris fin "
        "n'apparaît pas ici.",
        "Try another word or another category. A service that is suspended or no longer listed does not show here.",
    ),
    "listed_until": ("référencé jusqu'au {day}", "listed until {day}"),
    "synthetic_short": ("Réponses synthétiques", "Synthetic answers"),
    "synthetic": (
        "Réponses synthétiques : le dossier de ce service a été inventé pour une démonstration.",
        "Synthetic answers: this service's file was made up for a demonstration.",
    ),
    "paging": ("Pages de résultats", "Pages of results"),
    "page_of": ("Page {page} sur {pages}", "Page {page} of {pages}"),
    "previous": ("← Page précédente", "← Previous page"),
    "next": ("Page suivante →", "Next page →"),
    "back": ("← Tous les services", "← All services"),
    "by_publisher": ("par {publisher}", "by {publisher}"),
    "published_title": ("Service référencé", "Listed service"),
    "published_text": (
        "Jusqu'au {day} inclus. Le référencement se renouvelle par une nouvelle demande.",
        "Until {day}, that day included. A listing is renewed by a new application.",
    ),
    "suspended_title": ("Référencement suspendu depuis le {day}", "Listing suspended since {day}"),
    "suspended_visibility": (
        "Le service n'apparaît plus dans la recherche.",
        "The service no longer shows in the search.",
    ),
    "suspended_exchange": (
        "Le service n'apparaît plus dans la recherche et ses échanges de données sont coupés.",
        "The service no longer shows in the search and its data exchange is cut.",
    ),
    "suspended_both": (
        "Le service n'apparaît plus dans la recherche et ses échanges de données sont coupés.",
        "The service no longer shows in the search and its data exchange is cut.",
    ),
    "suspended_year": (
        "L'année de référencement continue de courir ; la suspension est levée par décision du ministre.",
        "The year of listing keeps running; the suspension is lifted by decision of the minister.",
    ),
    "expired_title": ("Référencement terminé le {day}", "Listing ended on {day}"),
    "expired_text": (
        "Cette page est conservée comme archive. Le service n'est plus référencé : retirez-lui l'accès à vos données "
        "si vous ne l'utilisez plus.",
        "This page is kept as an archive. The service is no longer listed: withdraw its access to your data if you "
        "no longer use it.",
    ),
    "about": ("À propos du service", "About the service"),
    "listing": ("Référencement", "Listing"),
    "publisher": ("Éditeur", "Publisher"),
    "category": ("Catégorie", "Category"),
    "forms": ("Forme", "Form"),
    "address": ("Adresse", "Address"),
    "decided_on": ("Décision du ministre", "Decision of the minister"),
    "last_day": ("Dernier jour", "Last day"),
    "programme": ("Programme appliqué", "Programme applied"),
    "reference": ("Référence", "Reference"),
    "open_data": ("Données ouvertes", "Open data"),
}
