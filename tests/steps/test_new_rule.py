"""The page on a new rule, put to work in a copy of the product: shadow, warning, error."""

from __future__ import annotations

from pathlib import Path

from tests.docs.pages import page
from tests.homes import MakeHome
from tests.steps.copies import copy_of_the_product, in_the_copy, replace_once

PAGE = "docs/developer/add-a-rule.md"


def test_a_rule_made_by_the_page_is_silent_then_warns_then_holds_back(tmp_path: Path, make_home: MakeHome) -> None:
    product = copy_of_the_product(tmp_path)
    rule, code, listed = (block.text for block in page(PAGE).blocks("python"))
    words, dates = (block.text for block in page(PAGE).blocks("toml"))
    (product / "schemas" / "rules" / "verdict_reason.py").write_text(rule, encoding="utf-8")
    last_code = '    REFERENCE_QUARANTINED = _row("reference.quarantined")\n'
    replace_once(product / "schemas" / "codes.py", last_code, last_code + code)
    rules = product / "schemas" / "contract_2026_1" / "rules.py"
    replace_once(rules, '    "Kurasi": (required.check, duplicates.check, scores.check),\n', listed)
    replace_once(rules, "    thresholds,\n)", "    thresholds,\n    verdict_reason,\n)")
    with (product / "schemas" / "messages" / "id.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write(words)
    variables = {"KEMITRAAN_NEW_RULE": str(make_home().path), "KEMITRAAN_NEW_RULE_DATES": dates}
    in_the_copy(product, "tests/steps/new_rule.py", **variables)
