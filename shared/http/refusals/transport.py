"""Refusals of requests for their form: before anybody looks at who sends them or what they want."""

from collections.abc import Mapping

from shared.http.refusals.kind import Kind

TRANSPORT: Mapping[str, Kind] = {
    "malformed_request": Kind(
        400,
        ("La demande n'est pas du HTTP", "The request is not HTTP"),
        ("Envoyez-la selon la RFC 9112.", "Send it as RFC 9112 wants it."),
    ),
    "malformed_address": Kind(
        400,
        ("L'adresse contient des caractères non ASCII", "The query is not ASCII"),
        (
            "Codez chaque autre caractère en pourcent, selon la RFC 3986.",
            "Percent-encode every other character, as RFC 3986 wants it.",
        ),
    ),
    "host_missing": Kind(
        400,
        ("L'en-tête Host manque ou est répété", "The Host header is missing or repeated"),
        ("Envoyez un seul en-tête Host.", "Send one Host header."),
    ),
    "host_unknown": Kind(
        421,
        ("Adresse inconnue", "This service does not answer for that host"),
        (
            "Utilisez l'adresse publique de ce service. Exploitants : voyez PUBLIC_HOSTS.",
            "Use the public address. Operators: see PUBLIC_HOSTS.",
        ),
    ),
    "header_repeated": Kind(
        400,
        ("Un en-tête unique a été envoyé deux fois", "A header was sent twice that may be sent once"),
        ("Envoyez une seule fois l'en-tête nommé dans `header`.", "Send the header in `header` once."),
    ),
    "headers_too_large": Kind(
        431,
        ("Demande trop longue", "Address and headers are too large"),
        (
            "L'adresse ou les cookies sont trop longs. Effacez les cookies de ce site et recommencez.",
            "Send fewer or smaller ones; in a browser, delete this site's cookies and retry.",
        ),
    ),
    "transfer_encoding_unsupported": Kind(
        400,
        ("Le codage de transfert n'est pas accepté", "The body is transferred in a coding that is not read here"),
        ("Envoyez le contenu entier ou en morceaux (chunked).", "Send it whole or chunked, nothing else."),
    ),
    "content_encoding_unsupported": Kind(
        415,
        ("Le contenu est compressé", "The body is compressed"),
        ("Envoyez-le tel quel, sans Content-Encoding.", "Send it as it is, without Content-Encoding."),
    ),
    "charset_unsupported": Kind(
        415,
        ("Le contenu n'est pas en UTF-8", "The body is in another charset"),
        (
            "Envoyez de l'UTF-8 ; charset peut manquer dans Content-Type.",
            "Send UTF-8; charset in Content-Type may be left out.",
        ),
    ),
    "unsupported_media_type": Kind(
        415,
        ("Format non accepté", "The body is of another media type"),
        (
            "Envoyez le contenu dans le format que nomme `detail` ou la documentation de l'API.",
            "Set the Content-Type that `detail` or the API document names.",
        ),
    ),
    "too_large": Kind(
        413,
        ("Envoi trop volumineux", "The body is too large"),
        (
            "Envoyez au plus 1 Mo ; joignez les documents comme preuves et non dans les réponses.",
            "At most 1 MB; send documents as evidence, not in answers.",
        ),
    ),
    "request_too_slow": Kind(
        408,
        ("Envoi trop lent", "The request came too slowly"),
        ("La connexion a été trop lente : recommencez, avec la même clé.", "Send it again, with the same key."),
    ),
    "too_many_requests": Kind(
        429,
        ("Trop de demandes", "Too many requests"),
        (
            "Attendez le nombre de secondes donné par Retry-After, puis recommencez avec la même clé.",
            "Send it again, with the same key, after the seconds in Retry-After.",
        ),
    ),
    "too_many_connections": Kind(
        503,
        ("Trop de connexions", "Too many connections"),
        (
            "Envoyez les demandes l'une après l'autre sur une seule connexion.",
            "Send requests one after the other on one connection.",
        ),
    ),
    "malformed_json": Kind(
        400,
        ("Le contenu n'est pas du JSON", "The body is not JSON"),
        ("Envoyez un objet JSON en UTF-8.", "Send one JSON object, UTF-8."),
    ),
    "duplicate_key": Kind(
        400,
        ("Une clé est répétée dans un objet", "A key stands twice in one object"),
        (
            "Donnez chaque clé une seule fois ; `path` indique celle qui est répétée.",
            "Name each key once; `path` is where one was repeated.",
        ),
    ),
    "repeated_parameter": Kind(
        400,
        ("Un paramètre a été envoyé deux fois", "A parameter was sent twice"),
        (
            "Envoyez une seule fois le paramètre `name` : rien ne dit lequel est le bon.",
            "Send `name` once: which of the two is meant cannot be known.",
        ),
    ),
    "malformed_form": Kind(
        400,
        ("Le formulaire est illisible", "The form cannot be read"),
        (
            "Rouvrez la page et envoyez son formulaire de là.",
            "Open the page again and send the fields of its own form.",
        ),
    ),
    "method_not_allowed": Kind(
        405,
        ("Action impossible à cette adresse", "This method is not available here"),
        (
            "Vérifiez l'adresse, ou utilisez une des méthodes de `allow`.",
            "Use one of the methods in `allow`, or check the path.",
        ),
    ),
    "not_found": Kind(
        404,
        ("Page introuvable", "There is nothing here"),
        (
            "Vérifiez l'adresse : elle est inexacte, ou la page n'a jamais existé.",
            "Check the address and the id in it.",
        ),
    ),
}
