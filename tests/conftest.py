"""What holds for every test: the same examples on every machine, and no settings from outside.

Belongs here: what would otherwise make a test depend on where or when it runs. Does not belong here: fixtures of one
room, which stand beside its tests.
"""

import os

from hypothesis import HealthCheck, settings

# A machine that is busy with something else is no fault of the code: no example is timed. The same examples each time:
# what fails here fails everywhere.
settings.register_profile(
    "same everywhere", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same everywhere")

_FOR_TESTS = {"SKILLTIDE_DEMAND_BROWSER", "SKILLTIDE_SHARED"}
for _name in [name for name in os.environ if name.upper().startswith("SKILLTIDE_") and name not in _FOR_TESTS]:
    del os.environ[_name]
