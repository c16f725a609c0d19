"""Properties are tried as often as it is said, on any machine."""

from hypothesis import HealthCheck, settings

from .sampling import WHOLE

AS_READ = settings.default  # what a property of this module would keep


def test_a_property_is_held_against_no_clock_and_is_whole_where_all_is():
    assert AS_READ.deadline is None
    assert HealthCheck.too_slow in AS_READ.suppress_health_check
    assert AS_READ.max_examples == (100 if WHOLE else 25)
