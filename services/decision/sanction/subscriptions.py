"""What leads to an act on a sanction file: what surveillance proposes."""

from services.decision.sanction.domain.sanctions import open_sanction_file
from services.decision.sanction.rows import SANCTION_FILE
from shared.contracts.surveillance.case import SanctionProposed
from shared.delivery.kafka.subscription import On

SUBSCRIPTIONS = (On(SanctionProposed, open_sanction_file, SANCTION_FILE, target="case"),)
