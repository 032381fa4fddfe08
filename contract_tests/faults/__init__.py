"""Seeded faults: breaches of the contract as data, a proxy that commits one, the suite's score."""
