"""House rules that a machine can check."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
OUR_APPS = (
    "accounts",
    "audits",
    "checklists",
    "documents",
    "engagements",
    "ledger",
    "specs",
    "workflow",
)
ACTIONS = sorted(p for a in OUR_APPS for p in (ROOT / a).glob("actions*")) + sorted(
    p for a in OUR_APPS for p in (ROOT / a).glob("actions/*.py")
)


def records(function: ast.FunctionDef) -> bool:
    """Whether the function writes to the ledger itself."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record"
        for node in ast.walk(function)
    )


def python_files(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*.py") if "migrations" not in p.parts]


def test_every_model_is_scoped():
    models = [m for label in OUR_APPS for m in apps.get_app_config(label).get_models()]
    assert [m._meta.label for m in models if not hasattr(m, "SCOPE")] == []
    assert [m._meta.label for m in models if not hasattr(m.objects.all(), "visible_to")] == []


@pytest.mark.parametrize(
    "path",
    sorted(p for a in OUR_APPS for p in (ROOT / a).glob("views*")),
    ids=lambda p: p.parent.name,
)
def test_views_reach_rows_only_through_visible_to(path):
    for file in [path] if path.is_file() else python_files(path):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Attribute)
                and node.value.attr == "objects"
            ):
                assert node.attr == "visible_to", f"{file}:{node.lineno}"


@pytest.mark.parametrize(
    "path", [p for p in ACTIONS if p.suffix == ".py" and p.name != "__init__.py"], ids=str
)
def test_public_actions_say_who_and_when(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and records(node):
            names = {argument.arg for argument in node.args.kwonlyargs}
            assert {"by", "at"} <= names, f"{path}:{node.lineno} {node.name}"


def test_only_the_workflow_assigns_a_stage():
    offenders = []
    for app in OUR_APPS:
        for file in python_files(ROOT / app):
            if app == "workflow" and file.name == "transitions.py":
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Assign | ast.AugAssign):
                    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                    for target in targets:
                        for part in ast.walk(target):
                            if isinstance(part, ast.Attribute) and part.attr == "stage":
                                offenders.append(f"{file}:{node.lineno}")
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr == "update"
                    and any(keyword.arg == "stage" for keyword in node.keywords)
                ):
                    offenders.append(f"{file}:{node.lineno}")
    assert offenders == []


def test_psycopg_is_the_second_version():
    if connection.vendor == "postgresql":
        from django.db.backends.postgresql.psycopg_any import is_psycopg3

        assert is_psycopg3 is False


def test_modules_can_be_read_in_one_sitting():
    long = [
        f"{file.relative_to(ROOT)}: {lines}"
        for app in (*OUR_APPS, "common", "config")
        for file in python_files(ROOT / app)
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []


@pytest.mark.django_db
def test_freezing_triggers_are_installed():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
            )
        tables = {row[0] for row in cursor.fetchall()}
    assert {
        "audits_finding",
        "audits_inspection",
        "checklists_answer",
        "checklists_checkitem",
        "checklists_checklist",
        "documents_issueddocument",
        "engagements_certification",
        "engagements_condition",
        "engagements_contract",
        "engagements_despitesuspension",
        "engagements_formername",
        "engagements_settlement",
        "engagements_suspension",
        "engagements_tailoring",
        "engagements_vendor",
        "ledger_ledgerevent",
        "specs_clause",
        "specs_edition",
    } <= tables


def test_every_environment_variable_is_documented():
    settings = (ROOT / "config/settings.py").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    read = {
        node.args[0].value
        for node in ast.walk(ast.parse(settings))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
    }
    told = {line.removeprefix("# ").split("=")[0] for line in example.splitlines() if "=" in line}
    assert read == told
