"""What leads to an act on a sanction file: what surveillance proposes."""

from services.decision.sanction.domain.sanctions import open_sanction_file
from services.decision.sanction.rows import SANCTION_FILE
from shared.contracts import surveillance
from shared.delivery.subscription import On

SUBSCRIPTIONS = (On(surveillance.SanctionProposed, open_sanction_file, SANCTION_FILE, target="case"),)
