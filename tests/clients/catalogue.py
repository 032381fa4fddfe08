"""The clients of others, each a program that goes the whole way, and what each needs of the emulator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Runtime(Enum):
    """What runs a program."""

    PYTHON = "python"
    NODE = "node"
    JAVA = "java"
    SHELL = "sh"
    BROWSER = "chromium"


@dataclass(frozen=True)
class Client:
    """A client of others. Its version is the installed one."""

    name: str
    origin: str  # where it comes from
    package: str  # what its version is asked of; several of npm are separated by spaces
    runtime: Runtime
    program: str  # below this folder
    requirements: tuple[str, ...] = ()  # from PyPI; what they need themselves comes as a user gets it
    generated: tuple[str, ...] = ()  # command that generates it from the contract
    hosts: tuple[str, ...] = ()  # names in its code that are led to the emulator, over TLS
    needs: str = "its address"

    @property
    def folder(self) -> str:
        """The name of its own folder, for files."""
        return self.program.rsplit("/", 1)[1].partition(".")[0]


VIDEO_INDEXER = "api.videoindexer.ai"
BY_NAME = f"`{VIDEO_INDEXER}` resolved to the emulator, `--tls-cert`"
BY_URL = f"{BY_NAME}, `--allow-private-urls` for its upload by URL"
GENERATED = "its base address"
GENERATOR = "openapi-generator-cli==7.26.0"
"""Its package of PyPI has the program in it; the one of npm fetches it from elsewhere."""

CLIENTS = (
    Client(
        "aio-videoindexer", "PyPI", "aio-videoindexer", Runtime.PYTHON, "python/aio_videoindexer.py",
        requirements=("aio-videoindexer==1.0.0",), hosts=(VIDEO_INDEXER,), needs=BY_URL,
    ),
    Client(
        "video-indexer", "PyPI", "video-indexer", Runtime.PYTHON, "python/video_indexer_0_1.py",
        requirements=("video-indexer==0.1.8",), hosts=(VIDEO_INDEXER,), needs=BY_NAME,
    ),
    Client(
        "ms-video-indexer", "npm", "ms-video-indexer", Runtime.NODE, "node/ms_video_indexer.ts",
        hosts=(VIDEO_INDEXER,), needs=BY_URL,
    ),
    Client(
        "openapi-python-client, its defaults", "PyPI, generated", "openapi-python-client", Runtime.PYTHON,
        "python/generated_by_openapi_python_client.py",
        requirements=("openapi-python-client==0.29.1",),
        generated=(
            "openapi-python-client", "generate", "--path", "{contract}", "--meta", "none", "--overwrite",
            "--output-path", "{folder}/azure_ai_video_indexer_face_redaction_client", "--fail-on-warning",
        ),
        needs=GENERATED,
    ),
    Client(
        "datamodel-code-generator, pydantic models", "PyPI, generated", "datamodel-code-generator",
        Runtime.PYTHON, "python/generated_by_datamodel_code_generator.py",
        requirements=("datamodel-code-generator==0.89.0", "email-validator==2.3.0"),
        generated=(
            "datamodel-codegen", "--input", "{contract}", "--input-file-type", "openapi",
            "--output-model-type", "pydantic_v2.BaseModel", "--output", "{folder}/models.py",
        ),
        needs="nothing: they are models, and the program sends what they make",
    ),
    Client(
        "hey-api", "npm, generated", "@hey-api/openapi-ts", Runtime.NODE, "node/hey_api.ts", needs=GENERATED
    ),
    Client(
        "openapi-fetch with openapi-typescript", "npm, generated", "openapi-fetch openapi-typescript",
        Runtime.NODE, "node/openapi_fetch.ts", needs=GENERATED,
    ),
    Client(
        "orval", "npm, generated", "orval", Runtime.NODE, "node/orval.ts",
        needs="its base address, given to the generator",
    ),
    Client(
        "swagger-typescript-api", "npm, generated", "swagger-typescript-api", Runtime.NODE,
        "node/swagger_typescript_api.ts", needs=GENERATED,
    ),
    Client(
        "openapi-generator, python", "PyPI, generated", "openapi-generator-cli", Runtime.PYTHON,
        "python/generated_by_openapi_generator.py",
        requirements=(GENERATOR, "pydantic==2.14.4", "python-dateutil==2.9.0.post0", "urllib3==2.8.0"),
        generated=("openapi-generator-cli", "generate", "-i", "{contract}", "-g", "python", "-o", "{folder}"),
        needs=GENERATED,
    ),
    Client(
        "openapi-generator, typescript-fetch", "PyPI, generated", "openapi-generator-cli", Runtime.NODE,
        "node/openapi_generator.ts", requirements=(GENERATOR,), needs=GENERATED,
    ),
    Client("java.net.http.HttpClient", "JDK", "java", Runtime.JAVA, "java/WholeWay.java"),
    Client("curl", "Debian", "curl", Runtime.SHELL, "shell/whole_way.sh"),
    Client(
        "fetch in Chromium, page of another origin", "Debian", "chromium", Runtime.BROWSER,
        "browser/fetch_from_another_origin.py", needs="`--allow-origin`",
    ),
)  # fmt: skip
