"""A reverse proxy that knows the contract, for the mutants and for `vi-contract proxy`."""
