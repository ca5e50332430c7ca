"""What is wrong with a text that somebody typed, for pages: French and English, by fault code."""

from shared.http.language import Words

TEXT_FAULTS: Words = {
    "fault_length": ("Ce texte est vide ou trop long.", "This text is empty or too long."),
    "fault_text_control": (
        "Ce texte contient un caractère de contrôle, souvent venu d'un copier-coller. Saisissez-le à nouveau.",
        "This text holds a control character, often from copying and pasting. Type it again.",
    ),
    "fault_text_direction": (
        "Ce texte contient un caractère invisible qui change le sens d'écriture. Retirez-le.",
        "This text holds an invisible character that changes the direction of writing. Remove it.",
    ),
    "fault_text_no_character": (
        "Ce texte contient un signe qui n'est pas un caractère reconnu. Retirez-le.",
        "This text holds something that is not a known character. Remove it.",
    ),
    "fault_text_invisible": (
        "Ce texte ne contient rien de visible, ou un caractère invisible. Saisissez-le à nouveau.",
        "This text holds nothing visible, or an invisible character. Type it again.",
    ),
    "fault_text_marks": (
        "Une lettre de ce texte porte trop d'accents.",
        "A letter of this text has too many accents.",
    ),
    "fault_text_one_line": ("Écrivez ce texte sur une seule ligne.", "Write this text on one line."),
    "fault_address_malformed": ("Cette adresse web est illisible.", "This web address cannot be read."),
    "fault_address_scheme": (
        "L'adresse doit commencer par https:// ou http://.",
        "The address must begin with https:// or http://.",
    ),
    "fault_address_user_info": (
        "Retirez l'identifiant et le mot de passe de l'adresse.",
        "Remove the user name and password from the address.",
    ),
    "fault_address_host": (
        "Indiquez un nom de site public, comme www.exemple.fr.",
        "Give a public host name, such as www.exemple.fr.",
    ),
    "fault_address_port": ("Le port de cette adresse n'est pas valable.", "The port of this address is not valid."),
    "fault_not_a_code": (
        "Utilisez 1 à 64 lettres, chiffres, points ou tirets.",
        "Use 1 to 64 letters, digits, dots or dashes.",
    ),
    "fault_not_an_id": ("Cet identifiant n'est pas reconnu.", "This is not an id of this site."),
    "fault_too_many": ("Il y a trop d'éléments : {detail}.", "There are too many entries: {detail}."),
    "fault_repeated": ("Un élément figure deux fois.", "An entry stands twice."),
}
