# The emulator in a container: the service alone, or `serve` and `work` apart (compose.yaml).
#
#   docker build -t vi-emulator .
#   docker run -e VIDEO_INDEXER_EMULATOR_SECRET=… -p 127.0.0.1:8700:8700 -v vi-data:/data vi-emulator

FROM python:3.13-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE openapi.yaml ./
COPY generated_client generated_client
COPY video_indexer_redaction video_indexer_redaction
COPY contract_tests contract_tests
COPY video_indexer_emulator video_indexer_emulator
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir ".[emulator]"
# The model files, each checked by its SHA-256: a container needs no network for them.
RUN XDG_DATA_HOME=/opt/share /opt/venv/bin/vi-emulator models

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin indexer \
    && install --directory --owner=indexer --group=indexer --mode=0700 /data
COPY --from=build /opt /opt
# The port is for other containers and the host, so a secret must be set: without one the service refuses
# to listen beyond loopback.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    VIDEO_INDEXER_EMULATOR_DATA=/data \
    VIDEO_INDEXER_EMULATOR_HOST=0.0.0.0 \
    VIDEO_INDEXER_EMULATOR_LOG_FORMAT=json \
    XDG_DATA_HOME=/opt/share
USER 10001
VOLUME /data
EXPOSE 8700
STOPSIGNAL SIGTERM
# Straight to loopback, whatever proxy the environment names; the path needs no secret.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-c", \
    "from urllib.request import *; build_opener(ProxyHandler({})).open('http://127.0.0.1:8700/healthz', timeout=4)"]
ENTRYPOINT ["vi-emulator"]
