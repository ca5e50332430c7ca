"""The words of signing in, French and English."""

from shared.http.language import Words

SESSION: Words = {
    "session_title": ("Connexion", "Sign in"),
    "session_lead": (
        "Ces pages sont réservées aux personnes qui instruisent ou déposent les dossiers.",
        "These pages are for those who examine or file dossiers.",
    ),
    "token_label": ("Jeton d'accès", "Access token"),
    "token_help": (
        "Le jeton que remet votre fournisseur d'identité. Il est vérifié à chaque page, gardé dans un cookie de "
        "session de ce navigateur, et nulle part ailleurs.",
        "The token that your identity provider gives out. It is verified at every page, kept in a session cookie of "
        "this browser, and nowhere else.",
    ),
    "token_demonstration": (
        "Démonstration : la commande « referencement local token » remet un jeton du rôle voulu.",
        "Demonstration: the command “referencement local token” gives a token of the role you want.",
    ),
    "sign_in": ("Se connecter", "Sign in"),
    "signed_in": ("Vous êtes connecté(e) : {actor}", "You are signed in: {actor}"),
    "go_on": ("Continuer vers la page demandée", "Go on to the page you asked for"),
    "sign_in_as_other": ("Se connecter avec un autre jeton", "Sign in with another token"),
    "why_role_required": (
        "Votre rôle ne donne pas accès à cette page.",
        "Your role does not give access to this page.",
    ),
    "why_too_many_requests": (
        "Trop de jetons refusés. Patientez une minute, puis recommencez.",
        "Too many refused tokens. Wait a minute, then try again.",
    ),
    "why_token_expired": ("Votre session a expiré.", "Your session has expired."),
    "why_token_missing": ("Connectez-vous pour voir cette page.", "Sign in to see this page."),
    "why_token_malformed": ("Ce texte n'est pas un jeton.", "This text is not a token."),
    "why_token_too_long": (
        "Ce jeton est trop long pour tenir dans un cookie.",
        "This token is too long to fit into a cookie.",
    ),
    "why_token_not_yet_valid": ("Ce jeton n'est pas encore valable.", "This token is not valid yet."),
    "why_token_claim_missing": ("Ce jeton est incomplet.", "This token is incomplete."),
    "why_token_wrong_audience": ("Ce jeton est destiné à un autre site.", "This token is meant for another site."),
    "why_token_wrong_issuer": (
        "Ce jeton vient d'un autre fournisseur d'identité.",
        "This token comes from another identity provider.",
    ),
    "why_token_signature_invalid": (
        "La signature de ce jeton n'est pas valable.",
        "The signature of this token is not valid.",
    ),
    "why_token_algorithm_refused": (
        "Ce jeton est signé d'une façon qui n'est pas admise ici.",
        "This token is signed in a way that is not accepted here.",
    ),
    "why_token_key_unknown": (
        "Le fournisseur d'identité ne reconnaît pas la clé de ce jeton.",
        "The identity provider does not know the key of this token.",
    ),
    "why_token_subject_reserved": (
        "Ce jeton porte un nom réservé au système.",
        "This token bears a name that is reserved for the system.",
    ),
    "why_token_lifetime_too_long": (
        "Ce jeton est valable trop longtemps : demandez-en un de plus courte durée.",
        "This token is valid for too long: ask for one that ends sooner.",
    ),
    "why_token_type_refused": (
        "Ce jeton n'est pas un jeton d'accès (access token).",
        "This token is not an access token.",
    ),
}
