"""The columns of every sheet; kept apart, for workers read files without knowing any programme."""

ID, TITLE, QUESTION, ANSWER, OPTIONS = "critere", "titre", "question", "reponse", "options"
REASON, EVIDENCE, STATE, NOTE = "motif_sans_objet", "preuves", "etat", "commentaire"
COLUMNS = (ID, TITLE, QUESTION, ANSWER, OPTIONS, REASON, EVIDENCE, STATE, NOTE)
"""The same on every sheet, in every version. Answer, reason, evidence and note are read back; the rest is to read."""
