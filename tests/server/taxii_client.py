"""Reads the published list as clients of others do: taxii2-client follows the collection,
stix2-validator holds each object against the specification.

    taxii_client.py URL KEY VALUE…     every VALUE must stand in an indicator's name

Ends with 77 where a package is not installed (pip install taxii2-client stix2-validator)."""

import json
import sys

try:
    import requests
    from taxii2client.v21 import Server, as_pages
except ImportError as missing:
    print(f"skipped: {missing.name} is not installed")
    sys.exit(77)


class Bearer(requests.auth.AuthBase):
    def __init__(self, key):
        self.key = key

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.key}"
        return request


def objects_of(url, key):
    server = Server(url, auth=Bearer(key))
    [root] = server.api_roots
    [collection] = root.collections
    assert collection.can_read and not collection.can_write
    out = []
    for page in as_pages(collection.get_objects, per_request=2):
        out += page.get("objects", [])
    ids = [entry["id"] for entry in collection.get_manifest()["objects"]]
    assert ids == [one["id"] for one in out], "the manifest tells other objects"
    for one in out:
        [again] = collection.get_object(one["id"])["objects"]
        assert again == one, f"{one['id']} alone is another"
    return out


def validate(objects):
    try:
        from stix2validator import ValidationOptions, validate_string
    except ImportError as missing:
        return print(f"skipped: {missing.name} is not installed")
    for one in objects:
        result = validate_string(json.dumps(one), ValidationOptions(version="2.1"))
        assert result.is_valid, f"{one['id']}: {[str(error) for error in result.errors]}"
    print(f"stix2-validator takes all {len(objects)} objects")


def main(url, key, *values):
    objects = objects_of(url, key)
    names = [one["name"] for one in objects if not one.get("revoked")]
    for value in values:
        assert value in names, f"{value} is not in the collection: {names}"
    print(f"taxii2-client reads {len(objects)} objects in pages of two")
    validate(objects)


main(*sys.argv[1:])
