"""The words of the follow-up page, French and English: one per event, state and deadline."""

from shared.http.language import Words

PAGE: Words = {
    "title": ("Suivi de votre dossier", "Follow-up of your application"),
    "by_publisher": ("par {publisher}", "by {publisher}"),
    "reference": ("Dossier {dossier}", "Application {dossier}"),
    "stands": ("Où en est le dossier", "Where the application stands"),
    "fill_in": ("Remplir le dossier", "Fill in the dossier"),
    "awaited_items": ("Pièces attendues", "Awaited items"),
    "send_by": ("À envoyer jusqu'au {day} inclus.", "To be sent until and including {day}."),
    "deadlines": ("Délais en cours", "Open deadlines"),
    "no_deadline": ("Aucun délai ne court en ce moment.", "No deadline runs at the moment."),
    "until": ("jusqu'au {day} inclus", "until and including {day}"),
    "on": ("le {day}", "on {day}"),
    "why": ("Comment ce jour est calculé", "How that day is found"),
    "steps": ("Étapes", "Steps"),
    "renew_link": ("Renouveler le lien vers cette page", "Renew the link to this page"),
    "renew_means": (
        "Un nouveau lien remplace celui-ci, qui s'ouvre encore pendant {days} jours. Transmettez le nouveau aux "
        "personnes concernées.",
        "A new link replaces this one, which opens for another {days} days. Pass the new one on to those concerned.",
    ),
    "renew_at_once": (
        "Fermer l'ancien lien tout de suite, par exemple s'il a été transmis par erreur",
        "End the old link at once, for example because it was passed on by mistake",
    ),
    "renew_now": ("Renouveler le lien", "Renew the link"),
    "private": (
        "Cette page s'ouvre avec le lien que vous avez reçu : ne le transmettez qu'aux personnes concernées.",
        "This page opens with the link that you were given: pass it on only to those concerned.",
    ),
}
STATES: Words = {
    "state_prior_submitted": ("Demande préalable à l'examen du guichet", "Prior request under review by the desk"),
    "state_draft": (
        "Demande préalable validée : à vous de déposer le dossier",
        "Prior request validated: you may file",
    ),
    "state_submitted": ("Dossier déposé, recevabilité en cours d'examen", "Filed, admissibility under review"),
    "state_incomplete": ("Dossier incomplet : à vous de le compléter", "Incomplete: it is for you to complete it"),
    "state_admissible": ("Dossier recevable, évaluation à venir", "Admissible, evaluation to come"),
    "state_inadmissible": ("Dossier irrecevable", "Not admissible"),
    "state_rejected": ("Demande préalable rejetée", "Prior request rejected"),
    "state_lapsed": ("Dossier caduc, clos sans examen", "Lapsed, closed without examination"),
    "state_withdrawn": ("Dossier retiré par l'éditeur", "Withdrawn by the publisher"),
    "stands_EvaluationStarted": ("En cours d'évaluation", "Under evaluation"),
    "stands_ComplementRequested": (
        "Compléments attendus : à vous de répondre aux évaluateurs",
        "Complement awaited: it is for you to answer the evaluators",
    ),
    "stands_EvaluationResumed": ("En cours d'évaluation, compléments reçus", "Under evaluation, complement received"),
    "stands_EvaluationLapsed": (
        "Dossier caduc : compléments non envoyés à temps",
        "Lapsed: complement not sent in time",
    ),
    "stands_EvaluationReportIssued": (
        "Évalué, avis de la commission à venir",
        "Evaluated, the commission's opinion to come",
    ),
    "stands_FavourableOpinionIssued": ("Avis favorable, décision à venir", "Favourable opinion, decision to come"),
    "stands_FavourableOpinionWithReservationsIssued": (
        "Avis favorable avec réserves, décision à venir",
        "Favourable opinion with reservations, decision to come",
    ),
    "stands_FavourableOpinionWithSuspensiveReservationsIssued": (
        "Avis favorable : réserves à lever avant la décision",
        "Favourable opinion: reservations to be lifted before the decision",
    ),
    "stands_UnfavourableOpinionIssued": (
        "Avis défavorable, décision à venir",
        "Unfavourable opinion, decision to come",
    ),
    "stands_ListingGranted": ("Référencement accordé, publication à venir", "Listing granted, publication to come"),
    "stands_ListingRefused": ("Référencement refusé", "Listing refused"),
    "stands_ApplicationLapsed": (
        "Dossier caduc : réserves non levées à temps",
        "Lapsed: reservations not lifted in time",
    ),
    "stands_ListingPublished": ("Service référencé", "Service listed"),
    "stands_ListingReinstated": ("Service référencé", "Service listed"),
    "stands_ListingSuspended": ("Référencement suspendu", "Listing suspended"),
    "stands_ListingExpired": ("Référencement terminé", "Listing ended"),
}
EVENTS: Words = {
    "event_PriorRequestSubmitted": ("Demande préalable déposée", "Prior request filed"),
    "event_PriorRequestValidated": ("Demande préalable validée par le guichet", "Prior request validated by the desk"),
    "event_PriorRequestRejected": ("Demande préalable rejetée par le guichet", "Prior request rejected by the desk"),
    "event_PriorRequestReviewDeadlineMissed": (
        "Examen de la demande préalable en retard : le guichet est alerté",
        "Review of the prior request late: the desk is alerted",
    ),
    "event_ApplicationRebased": (
        "Brouillon porté à la version du programme en vigueur",
        "Draft moved to the programme version in force",
    ),
    "event_ApplicationSubmitted": ("Dossier de référencement déposé", "Application filed"),
    "event_CompletionRequested": ("Pièces complémentaires demandées", "Missing items requested"),
    "event_CompletionReminded": ("Rappel : pièces complémentaires attendues", "Reminder: missing items awaited"),
    "event_CompletionProvided": ("Pièces complémentaires reçues", "Missing items received"),
    "event_ComplementProvided": ("Compléments envoyés aux évaluateurs", "Complement sent to the evaluators"),
    "event_ApplicationLapsed": ("Dossier caduc, clos sans refus", "Application lapsed, closed without a refusal"),
    "event_ApplicationWithdrawn": ("Dossier retiré par l'éditeur", "Application withdrawn by the publisher"),
    "event_AdmissibilityDeadlineMissed": (
        "Examen de la recevabilité en retard : le guichet est alerté",
        "Admissibility review late: the desk is alerted",
    ),
    "event_ApplicationDeclaredInadmissible": ("Dossier déclaré irrecevable", "Application declared inadmissible"),
    "event_ApplicationDeclaredAdmissible": ("Dossier déclaré recevable", "Application declared admissible"),
    "event_EvidenceExpiryReminded": (
        "Rappel : des preuves arrivent à échéance",
        "Reminder: some evidence ends soon",
    ),
    "event_EvidenceRenewed": ("Nouvelles preuves reçues", "New evidence received"),
    "event_EvidenceExpired": (
        "Des preuves sont arrivées à échéance : la surveillance les examine",
        "Some evidence has ended: surveillance looks into it",
    ),
    "event_EvaluationStarted": ("Évaluation commencée", "Evaluation started"),
    "event_ComplementRequested": ("Compléments demandés par les évaluateurs", "Complement requested by the evaluators"),
    "event_ComplementReminded": ("Rappel des compléments attendus", "Reminder of the complement awaited"),
    "event_ComplementDeadlineExtended": ("Délai de réponse prolongé", "More time given to answer"),
    "event_EvaluationResumed": ("Évaluation reprise avec les compléments", "Evaluation resumed with the complement"),
    "event_EvaluationLapsed": ("Dossier caduc, clos sans refus", "Application lapsed, closed without a refusal"),
    "event_EvaluationReportIssued": ("Rapport d'évaluation remis", "Evaluation report issued"),
    "event_ConnectionTestsRequired": ("Tests de raccordement demandés", "Connection tests required"),
    "event_ConnectionTestsPassed": ("Tests de raccordement réussis", "Connection tests passed"),
    "event_ConnectionTestsFailed": (
        "Tests de raccordement échoués, à refaire",
        "Connection tests failed, to be run again",
    ),
    "event_FavourableOpinionIssued": ("Avis favorable de la commission", "Favourable opinion of the commission"),
    "event_FavourableOpinionWithReservationsIssued": (
        "Avis favorable avec réserves non suspensives",
        "Favourable opinion with non-suspensive reservations",
    ),
    "event_FavourableOpinionWithSuspensiveReservationsIssued": (
        "Avis favorable avec réserves suspensives",
        "Favourable opinion with suspensive reservations",
    ),
    "event_UnfavourableOpinionIssued": ("Avis défavorable de la commission", "Unfavourable opinion of the commission"),
    "event_ReservationLifted": ("Réserve levée", "Reservation lifted"),
    "event_ConventionEnteredIntoForce": ("Convention signée par toutes les parties", "Agreement signed by all parties"),
    "event_ListingGranted": ("Référencement accordé par le ministre", "Listing granted by the minister"),
    "event_ListingRefused": ("Référencement refusé par le ministre", "Listing refused by the minister"),
    "event_ListingPublished": ("Service publié au catalogue", "Service published in the catalogue"),
    "event_ListingSuspended": ("Référencement suspendu", "Listing suspended"),
    "event_ListingReinstated": ("Suspension levée", "Suspension lifted"),
    "event_RenewalReminded": ("Rappel : renouvellement à demander", "Reminder: renewal to be applied for"),
    "event_ListingExpired": ("Référencement terminé", "Listing ended"),
}
DEADLINES: Words = {
    "act_escalate_prior_request": (
        "Examen de la demande préalable par le guichet",
        "Review of the prior request by the desk",
    ),
    "act_escalate_admissibility": ("Examen de la recevabilité par le guichet", "Review of admissibility by the desk"),
    "act_remind_completion": ("Prochain rappel des pièces attendues", "Next reminder of the awaited items"),
    "act_lapse_application": (
        "Pour compléter le dossier, délai de grâce compris",
        "To complete the application, grace included",
    ),
    "act_remind_evidence_expiry": (
        "Prochain rappel de preuves qui arrivent à échéance",
        "Next reminder of evidence that ends soon",
    ),
    "act_note_evidence_expiry": (
        "Pour remplacer les preuves qui arrivent à échéance",
        "To replace evidence that ends",
    ),
    "after_note_evidence_expiry": (
        "Ensuite, la surveillance examine la situation ; rien n'est décidé automatiquement.",
        "After that surveillance looks into it; nothing is decided automatically.",
    ),
    "after_escalate_prior_request": (
        "Ensuite, le guichet est alerté ; rien n'est décidé automatiquement.",
        "After that the desk is alerted; nothing is decided automatically.",
    ),
    "after_escalate_admissibility": (
        "Ensuite, le guichet est alerté ; rien n'est décidé automatiquement.",
        "After that the desk is alerted; nothing is decided automatically.",
    ),
    "after_lapse_application": (
        "Ensuite, le dossier devient caduc : il est clos sans être refusé, et peut être déposé de nouveau.",
        "After that the application lapses: it is closed without being refused, and may be filed again.",
    ),
}
WORDS: Words = {**PAGE, **STATES, **EVENTS, **DEADLINES}
