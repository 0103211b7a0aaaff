"""What comes in from platforms: the proof of who sent it, and its meaning."""
