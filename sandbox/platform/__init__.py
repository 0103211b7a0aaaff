"""The demo platform: the whole platform contract with real state, for the demo and for tests."""

from sandbox.platform.demo import API, DemoConfig, DemoPlatform

__all__ = ["API", "DemoConfig", "DemoPlatform"]
