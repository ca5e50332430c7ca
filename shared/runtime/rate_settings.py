"""How often one caller, organisation or address may ask."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings

from shared.http.rates import MOST_KEYS, Limit, Per, Quotas, Rates, quotas_in


def _readable(value: str) -> str:
    quotas_in(value)
    return value


Quota = Annotated[str, AfterValidator(_readable)]
LIMITED: Sequence[tuple[Limit, Per]] = (
    (Limit.REQUESTS, Per.ADDRESS), (Limit.REQUESTS, Per.CALLER), (Limit.REQUESTS, Per.ORGANISATION),
    (Limit.COMMANDS, Per.ADDRESS), (Limit.COMMANDS, Per.CALLER), (Limit.COMMANDS, Per.ORGANISATION),
    (Limit.COMPLAINTS, Per.ADDRESS), (Limit.COMPLAINTS, Per.CALLER),
    (Limit.UPLOADS, Per.CALLER), (Limit.UPLOADS, Per.ORGANISATION),
    (Limit.REFUSED_TOKENS, Per.ADDRESS), (Limit.WRONG_KEYS, Per.ADDRESS),
)  # fmt: skip
"""Each has a setting: RATE_REQUESTS_PER_ADDRESS and so on."""


class RateSettings(BaseSettings):
    """Quotas of each process for itself, `20/hour, 50/day` or `100/second burst 2000`; empty: no limit."""

    rate_requests_per_address: Quota = Field(
        "200/second burst 2000",
        description="Requests that a process takes from one address (IPv6: one /64), as quotas with commas between:"
        " `20/hour, 50/day`, `200/second burst 2000`; more get 429. Empty: no limit. So all RATE_…_PER_…",
    )
    rate_requests_per_caller: Quota = Field("100/second burst 500", description="Requests of one token's subject")
    rate_requests_per_organisation: Quota = Field("200/second burst 1000", description="Requests of one organisation")
    rate_commands_per_address: Quota = Field(
        "100/second burst 1000", description="Of them those that are no reads, from one address"
    )
    rate_commands_per_caller: Quota = Field("50/second burst 200", description="The same of one token's subject")
    rate_commands_per_organisation: Quota = Field("100/second burst 400", description="The same of one organisation")
    rate_complaints_per_address: Quota = Field("100/hour", description="Complaints from one address")
    rate_complaints_per_caller: Quota = Field("20/hour, 50/day", description="Complaints of one token's subject")
    rate_uploads_per_caller: Quota = Field(
        "60/minute, 2000/day", description="Documents and files of answers of one token's subject"
    )
    rate_uploads_per_organisation: Quota = Field(
        "120/minute, 5000/day", description="Documents and files of answers of one organisation"
    )
    rate_refused_tokens_per_address: Quota = Field(
        "60/minute",
        description="Refused tokens from one address; then only tokens verified lately are taken from there",
    )
    rate_wrong_keys_per_address: Quota = Field(
        "20/minute", description="Keys of follow-up links that open nothing, from one address; then none is tried"
    )
    rate_keys: int = Field(
        MOST_KEYS,
        description="Counters kept for each of these quotas, about 300 bytes each; the oldest go first",
        ge=100,
    )

    rate_hold_seconds: float = Field(
        1, description="How long a refusal (429) is held back, of 200 at a time at most; 0: not at all", ge=0, le=10
    )

    def rates(self) -> Rates:
        """The counters of a process."""
        return Rates(self._quotas(), self.rate_keys, self.rate_hold_seconds)

    def _quotas(self) -> Quotas:
        return {(limit, per): getattr(self, f"rate_{limit}_per_{per}") for limit, per in LIMITED}
