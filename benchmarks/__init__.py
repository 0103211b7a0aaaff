"""Speed and memory, each beside a bare baseline in the same run. Never part of a timed test."""
