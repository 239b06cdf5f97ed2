"""Validates a crate by tools that have nothing to do with lyap: rocrate and runcrate read it, roc-validator holds it against
the profile Provenance Run Crate and all that it builds on.

    python validate_crate.py CRATE CONTEXT

CONTEXT is the context of RO-Crate as npm's package ro-crate has it, for a machine that does not reach w3id.org. Exit code 77
where the tools are not installed.
"""

import io
import json
import sys
from contextlib import redirect_stdout
from email.message import Message
from pathlib import Path
from urllib.parse import unquote
from urllib.response import addinfourl

try:
    import rdflib.parser
    import requests
    from rocrate.rocrate import ROCrate
    from rocrate_validator import models, services
    from rocrate_validator.utils.http import HttpRequester
    from runcrate.report import dump_crate_actions
except ImportError as error:
    print(f"{error}: pip install rocrate runcrate roc-validator")
    sys.exit(77)

crate, context_file = sys.argv[1:]

RUN_TERMS = "https://w3id.org/ro/terms/workflow-run"
with open(context_file, encoding="utf-8") as file:
    CONTEXTS = {
        "https://w3id.org/ro/crate/1.1/context": json.load(file),
        f"{RUN_TERMS}/context": {"@context": {"sha256": f"{RUN_TERMS}#sha256"}},
    }


def answer(request):
    """What rdflib gets from an address; there are no others."""
    headers = Message()
    headers["Content-Type"] = "application/ld+json"
    body = json.dumps(CONTEXTS[request.full_url]).encode()
    return addinfourl(io.BytesIO(body), headers, request.full_url, 200)


def answer_validator(address, **_):
    """The same as the validator's own client has it."""
    response = requests.Response()
    response.status_code = 200 if address in CONTEXTS else 404
    response.url = address
    response.headers["Content-Type"] = "application/ld+json"
    response._content = json.dumps(CONTEXTS.get(address)).encode()
    return response


rdflib.parser._urlopen = answer
requester = HttpRequester()
requester.get = requester.head = answer_validator

with open(f"{crate}/provenance.json", encoding="utf-8") as file:
    steps = json.load(file)["steps"]

read = ROCrate(crate)
assert read.mainEntity is not None, "no main entity"
files = [each.id for each in read.get_entities() if "File" in ([each.type] if isinstance(each.type, str) else each.type)]
assert "spec.json" in files
assert [each for each in files if not (Path(crate) / unquote(each)).exists()] == []

report = io.StringIO()
with redirect_stdout(report):
    dump_crate_actions(crate)
assert "instrument: spec.json" in report.getvalue(), report.getvalue()
for kind in ("dataset", "train", "lyapunov", "evaluate"):
    expected = sum(each["step"] == kind for each in steps)
    assert report.getvalue().count(f"step: #step/{kind}\n") == expected, report.getvalue()

for profile in ("workflow-ro-crate-1.0", "provenance-run-crate-0.5"):
    result = services.validate(
        services.ValidationSettings(
            rocrate_uri=models.URI(crate),
            profile_identifier=profile,
            requirement_severity=models.Severity.RECOMMENDED,
            skip_availability_check=True,
        )
    )
    issues = result.get_issues()
    for issue in issues:
        print(issue.severity.name, issue.check.identifier, issue.message)
    required = [each for each in issues if each.severity == models.Severity.REQUIRED]
    print(f"{profile}: {len(required)} faults, {len(issues) - len(required)} recommendations")
    if required:
        sys.exit(1)
