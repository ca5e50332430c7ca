"""A scanner that is no antivirus: it knows the EICAR test file and nothing else."""

import asyncio
from typing import IO

from services.intake.wallet.scanning.scanner import Finding, Scan

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless string that every antivirus reports; kept in two parts, so that none reports this file."""


class EicarOnly:
    """For demonstrations and tests: shows what becomes of an infected document. It protects nobody."""

    async def scan(self, content: IO[bytes]) -> Scan:
        """Infected where the test string is, anywhere; else called clean."""
        whole = await asyncio.to_thread(content.read)
        return Scan(Finding.INFECTED, "EICAR test file") if EICAR in whole else Scan(Finding.CLEAN)
