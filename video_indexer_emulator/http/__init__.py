"""The HTTP face: routes and checks from openapi.yaml, wire form, errors, controls."""
