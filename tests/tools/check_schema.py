"""Whether each of the instances in a JSON file keeps to a JSON Schema: a line for each, `valid` or why not.

Exit status 77 where the package jsonschema is not there.
"""

import json
import sys

try:
    from jsonschema import Draft202012Validator, FormatChecker
except ImportError:
    sys.exit(77)

schema_file, instances_file = sys.argv[1:]
with open(schema_file, encoding="utf-8") as file:
    schema = json.load(file)
with open(instances_file, encoding="utf-8") as file:
    instances = json.load(file)
Draft202012Validator.check_schema(schema)
checker = Draft202012Validator(schema, format_checker=FormatChecker())
for instance in instances:
    fault = next(checker.iter_errors(instance), None)
    print("valid" if fault is None else f"invalid at /{'/'.join(map(str, fault.path))}: {fault.message[:200]}")
