"""How the tests run: properties try the same examples each time, and are not timed."""

from hypothesis import settings

settings.register_profile("project", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("thorough", deadline=None, max_examples=3000)
settings.load_profile("project")
