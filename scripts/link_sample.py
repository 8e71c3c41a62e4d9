#!/usr/bin/env python3
"""Draw links to be judged by hand, and work out from the judged ones how sure each kind of link is.

usage: link_sample.py draw [--per-kind N] > links.tsv
       link_sample.py precision links.tsv > seeds/linking/precision.csv
       link_sample.py coverage [--gold DIR] [--text DIR] [--unseen] KEY.tsv

``draw`` prints a row for each drawn link of a mention, and of a figure (type ``FIGURE``) to a curated
indicator, in our own reports (``seeds/corpus`` and ``seeds/training``), N for each way of linking and type
(all where there are fewer), each pair of name and entity once: report, place, type, name with the text
around it, how it was linked, entity, label and definition. The column ``right`` is empty: a reader writes 1
or 0 there, judging by the text, the label and the definition alone.
``precision`` counts the judged rows by the way of linking.
``coverage`` reads the gold's reports and prints JSON: of the observations whose indicator the key expects in
a national list, how many are linked to the concept that the key names. The key has a row for each name of an
indicator in the gold, as the first 16 digits of its SHA-256 since some names are whole phrases of the
reports: its concept, ``?`` where one would expect one and there is none, ``-`` where not.
``--unseen`` reads them without the labels that are names in the gold and stand in no report of our own, as
those may be known from these reports alone.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pyoxigraph import Literal  # noqa: E402

from graph import vocabulary  # noqa: E402
from graph.documents import Document, load, parse  # noqa: E402
from graph.iris import Iris  # noqa: E402
from graph.linking import Linker, Words  # noqa: E402
from graph.namespaces import RDFS, SKOS  # noqa: E402
from graph.reader import Reader  # noqa: E402
from graph.reading import pipeline  # noqa: E402
from graph.reading.observations import find_figures  # noqa: E402
from graph.seeding import seed_quads  # noqa: E402
from graph.vocabulary import label_key  # noqa: E402
from scripts import training_corpus  # noqa: E402

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
COLUMNS = ("report", "start", "type", "name", "context", "how", "entity", "label", "definition", "right")
_AROUND = 25  # characters of context on either side


def documents() -> Iterator[Document]:
    """The reports that we wrote ourselves."""
    for path in sorted((training_corpus.FOLDER.parent / "corpus").glob("*-*.txt")):
        yield load(path)
    for report in training_corpus.reports():
        yield parse(report.text.encode(), f"{report.name}.txt")


def links() -> Iterator[dict[str, str]]:
    """All links of the mentions in these reports, as rows."""
    nlp, iris, known = pipeline.load(), Iris(), _known()
    for document in documents():
        linker = Linker(document, iris)
        tagged = pipeline.tag(nlp, document)
        found = [(m.start, m.end, m.type, linker.link(m)) for m in tagged.mentions()]
        for figure in find_figures(tagged):
            quantity = figure.measure.quantity
            link = linker.indicator(Words.around(tagged, figure))
            if figure.name and link.how != "new":
                found.append((quantity.start, quantity.end, "FIGURE", link))
        for start, end, kind, link in found:
            if link is None or link.id is None:
                continue
            text, around = document.text, _AROUND * (3 if kind == "FIGURE" else 1)
            before, behind = text[max(0, start - around) : start], text[end:][:_AROUND]
            label, definition = known.get(link.id, (link.name, ""))
            yield {
                "report": document.name,
                "start": str(start),
                "type": kind,
                "name": text[start:end],
                "context": f"{before}【】{behind}".replace("\n", "／").replace("\t", " "),
                "how": link.how,
                "entity": iris.local(link.id) or link.id,
                "label": label,
                "definition": definition,
                "right": "",
            }


def _known() -> dict[str, tuple[str, str]]:
    """IRI → (label, Chinese definition) of what the seeds describe."""
    labels: dict[str, str] = {}
    definitions: dict[str, str] = {}
    for quad in seed_quads():
        if isinstance(quad.object, Literal) and quad.object.language == "zh":
            if quad.predicate == RDFS["label"]:
                labels[quad.subject.value] = quad.object.value
            elif quad.predicate == SKOS["definition"]:
                definitions[quad.subject.value] = quad.object.value
    return {iri: (label, definitions.get(iri, "")) for iri, label in labels.items()}


def drawn(rows: Iterator[dict[str, str]], per_kind: int) -> list[dict[str, str]]:
    """So many rows of each kind, in an order that has nothing to do with what they say."""
    kinds: dict[tuple[str, str], dict[tuple[str, str], dict[str, str]]] = defaultdict(dict)
    for row in rows:
        kinds[row["how"], row["type"]].setdefault((row["name"], row["entity"]), row)

    def lot(row: dict[str, str]) -> str:
        return hashlib.sha256(f"{row['name']}\t{row['entity']}".encode()).hexdigest()

    found = [row for kind in sorted(kinds) for row in sorted(kinds[kind].values(), key=lot)[:per_kind]]
    return sorted(found, key=lambda row: (row["report"], int(row["start"])))


def precision(judged: list[dict[str, str]]) -> list[dict[str, object]]:
    """Judged and right links by the way of linking."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in judged:
        if row["right"] not in ("0", "1"):
            raise SystemExit(f"{row['report']}:{row['start']}: right is {row['right']!r}, not 0 or 1")
        counts[row["how"]][0] += 1
        counts[row["how"]][1] += int(row["right"])
    return [{"how": how, "judged": n, "right": right} for how, (n, right) in sorted(counts.items())]


def forget(gold: Path) -> None:
    """Take the indicators' labels that are names in the gold and stand nowhere in our own reports out of the
    vocabulary of this process."""
    names = {
        label_key(one["indicator"])
        for file in gold.glob("*.json")
        for one in json.loads(file.read_text(encoding="utf-8"))["observations"]
    }
    reports = [*training_corpus.reports()]
    told = {label_key(one["indicator"]) for report in reports for one in report.gold["observations"]}
    text = label_key("".join(report.text for report in reports))
    only = {name for name in names if name not in told and name not in text}
    for concept in vocabulary.concepts("indicator").values():
        concept.alternatives = [label for label in concept.alternatives if label_key(label) not in only]
        if label_key(concept.label) in only:
            concept.label = f"〖{concept.label}〗"


def coverage(key: Path, gold: Path, text: Path) -> dict[str, object]:
    """How the gold's observations that are read with their value are linked, by what the key says of them."""
    with key.open(encoding="utf-8") as lines:
        concepts = {row["name_sha256"]: row["concept"] for row in csv.DictReader(lines, delimiter="\t")}
    sys.path.insert(0, str(gold))
    import score

    reader, counts = Reader(), Counter[str]()
    for file in sorted(gold.glob("*.json")):
        document = load(text / f"{file.stem}.txt")
        found = reader.read(document).to_dict()["observations"]
        starts = [paragraph.start for paragraph in document.paragraphs]
        for one in found:
            one["para"] = bisect_right(starts, one["start"])
        marked = json.loads(file.read_text(encoding="utf-8"))["observations"]
        for i, j in score.match(marked, found, score.fact_value).items():
            wanted = concepts[hashlib.sha256(marked[i]["indicator"].encode()).hexdigest()[:16]]
            linked = (found[j]["indicator_id"] or "").rpartition("/")[2]
            if wanted == "-":
                counts["not expected"] += 1
            elif wanted == "?":
                counts["no concept"] += 1
            else:
                counts["right" if linked == wanted else "missed" if not linked.isascii() else "wrong"] += 1
    named = counts["right"] + counts["missed"] + counts["wrong"]
    shares = {
        "of_those_with_a_concept": round(counts["right"] / named, 3),
        "of_all_expected": round(counts["right"] / (named + counts["no concept"]), 3),
    }
    return {**counts, **shares}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = options.add_subparsers(dest="command", required=True)
    draw = commands.add_parser("draw")
    draw.add_argument("--per-kind", type=int, default=20)
    count = commands.add_parser("precision")
    count.add_argument("judged", type=Path)
    cover = commands.add_parser("coverage")
    cover.add_argument("--gold", type=Path, default=SHARED / "gold")
    cover.add_argument("--text", type=Path, default=SHARED / "seeds")
    cover.add_argument("--unseen", action="store_true")
    cover.add_argument("key", type=Path)
    asked = options.parse_args()
    if asked.command == "coverage":
        if asked.unseen:
            forget(asked.gold)
        print(json.dumps(coverage(asked.key, asked.gold, asked.text)))
        return
    if asked.command == "draw":
        writer = csv.DictWriter(
            sys.stdout,
            COLUMNS,
            delimiter="\t",
            lineterminator="\n",
            quoting=csv.QUOTE_NONE,
            escapechar=None,
            quotechar=None,
        )
        writer.writeheader()
        writer.writerows(drawn(links(), asked.per_kind))
        return
    with asked.judged.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    table = csv.DictWriter(sys.stdout, ("how", "judged", "right"), lineterminator="\n")
    table.writeheader()
    table.writerows(precision(rows))


if __name__ == "__main__":
    main()
