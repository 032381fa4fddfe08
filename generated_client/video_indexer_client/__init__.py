"""A client library for accessing Azure AI Video Indexer, face redaction"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
