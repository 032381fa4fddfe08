"""The review of the contract: what changed since the last release, whether it breaks anybody, and a page."""
