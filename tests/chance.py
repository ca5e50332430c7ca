"""What hypothesis finds amiss by chance or on a busy machine: no test fails for it."""

from hypothesis import HealthCheck

BY_CHANCE = (
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.large_base_example,
)
EXAMPLES_SHARE_FIXTURES = (*BY_CHANCE, HealthCheck.function_scoped_fixture)
"""For a test that empties its database between examples by itself."""
