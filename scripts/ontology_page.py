#!/usr/bin/env python3
"""The page of the vocabulary, which the server shows at /ontology: ontology/core.ttl as HTML.

usage: ontology_page.py [--output FILE]

Ontospy reads the vocabulary and works out what belongs to what; scripts/ontology_page.html says how it is
shown. The page is on the default base of IRIs, for which the server puts in its own, and loads nothing but
the style sheet beside it. Equal vocabularies give equal bytes. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from ontospy import Ontospy, RdfEntity
from ontospy.gendocs.viz_factory import VizFactory
from rdflib import OWL, RDF, RDFS, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "ontology" / "core.ttl"
TEMPLATE = Path(__file__).with_suffix(".html")
PAGE = ROOT / "app" / "http" / "static" / "ontology.html"

_LANGUAGES = ("zh", "en")


class Page(VizFactory):
    """One page, made of our template. Ontospy gives it the classes, properties and individuals."""

    def __init__(self, vocabulary: Ontospy) -> None:
        templates = Environment(
            loader=FileSystemLoader(TEMPLATE.parent),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        templates.globals |= {"DCTERMS": DCTERMS, "OWL": OWL, "RDF": RDF, "RDFS": RDFS, "SKOS": SKOS}
        templates.filters |= {"own": self.own, "texts": texts, "things": things, "name": self.name}
        super().__init__(vocabulary, jinja2env=templates)
        self.template_name = TEMPLATE.name
        self.main_file_name = PAGE.name
        self.namespace = f"{vocabulary.all_ontologies[0].uri}#"
        self.basic_context_data["namespace"] = self.namespace

    def own(self, entities: list[RdfEntity]) -> list[RdfEntity]:
        """Those that the vocabulary itself defines, by name."""
        found = (entity for entity in entities if str(entity.uri).startswith(self.namespace))
        return sorted(found, key=lambda entity: (entity.locale.lower(), entity.locale))

    def name(self, iri: URIRef) -> str:
        """An IRI as Turtle writes it."""
        for prefix, namespace in self.ontospy_graph.namespaces:
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return str(iri)


def texts(entity: RdfEntity, property_: URIRef) -> list[Literal]:
    """The texts that a property gives, the Chinese one first."""
    found = [value for value in entity.getValuesForProperty(property_) if isinstance(value, Literal)]
    return sorted(found, key=lambda text: _LANGUAGES.index(text.language))


def things(entity: RdfEntity, property_: URIRef) -> list[URIRef]:
    """The things that a property leads to, by IRI."""
    return sorted(value for value in entity.getValuesForProperty(property_) if isinstance(value, URIRef))


def write(output: Path) -> dict[str, int]:
    """Write the page; how much is on it."""
    text = SOURCE.read_text(encoding="utf-8")
    vocabulary = Ontospy(data=text, rdf_format="turtle", hide_individuals=False)
    page = Page(vocabulary)
    with TemporaryDirectory() as folder:
        page.build(folder)
        content = (Path(folder) / page.main_file_name).read_bytes()
    output.write_bytes(content)
    return {
        "classes": len(page.own(vocabulary.all_classes)),
        "properties": len(page.own(vocabulary.all_properties)),
        "individuals": len(page.own(vocabulary.all_individuals)),
        "bytes": len(content),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--output", type=Path, default=PAGE, metavar="FILE")
    print(json.dumps(write(parser.parse_args().output)))


if __name__ == "__main__":
    main()
