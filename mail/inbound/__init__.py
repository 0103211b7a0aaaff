"""Mail in: bytes from anybody, read into what the core understands."""
