import type { Key } from "../i18n";
import type { Form } from "../state/ask";

export interface Example {
  readonly title: Key;
  readonly query: string;
  /** How the answer is shown, if not as a table. */
  readonly form?: Form;
}

/** Questions that people ask, to begin with. No prefix needs to be declared. */
export const EXAMPLES: readonly Example[] = [
  {
    title: "ask.example.programs",
    query: `# 各地区开展的项目，以及每个项目有几个指标
SELECT ?地区 ?项目 (COUNT(DISTINCT ?i) AS ?指标数) WHERE {
  ?region wt:implements ?p ; rdfs:label ?地区 .
  ?p rdfs:label ?项目 FILTER(LANG(?项目) = "zh")
  OPTIONAL { ?p wt:measuredBy ?i }
} GROUP BY ?地区 ?项目 ORDER BY ?地区 DESC(?指标数)`,
  },
  {
    title: "ask.example.values",
    query: `# 名称含“管理率”的指标在各地各年的数值
SELECT ?指标 ?地区 ?年度 ?性质 ?数值 ?报告 WHERE {
  ?i rdfs:label ?指标 FILTER(CONTAINS(?指标, "管理率"))
  ?o wt:indicator ?i ; sdmx-dimension:refArea/rdfs:label ?地区 ;
     sdmx-dimension:refPeriod ?年度 ; wt:quantity ?数值 ;
     wt:status/rdfs:label ?性质 ; dcterms:source/dcterms:title ?报告
  FILTER(LANG(?性质) = "zh")
} ORDER BY ?指标 ?地区 ?年度`,
  },
  {
    title: "ask.example.sentences",
    query: `# 每个数值写在哪句话里
SELECT ?指标 ?数值 ?句子 WHERE {
  ?o wt:name ?指标 ; wt:quantity ?数值 ; prov:wasDerivedFrom/nif:anchorOf ?句子
} ORDER BY ?指标 LIMIT 200`,
  },
  {
    title: "ask.example.targets",
    query: `# 报告里的数值与国家目标
SELECT DISTINCT ?地区 ?指标 ?年度 ?数值 ?国家目标 ?目标年份 ?依据 WHERE {
  ?target a wt:NationalTarget ; wt:targetOf ?i ; sdmx-dimension:refPeriod ?目标年份 ;
    sdmx-measure:obsValue ?国家目标 ; sdmx-attribute:unitMeasure ?unit ; dcterms:source/rdfs:label ?依据 .
  ?o wt:indicator ?i ; sdmx-dimension:refArea/rdfs:label ?地区 ; sdmx-dimension:refPeriod ?年度 ;
    sdmx-measure:obsValue ?数值 ; sdmx-attribute:unitMeasure ?unit .
  ?i rdfs:label ?指标 FILTER(LANG(?指标) = "zh")
} ORDER BY ?指标 ?地区 ?年度`,
  },
  {
    title: "ask.example.duties",
    query: `# 谁负责什么
SELECT DISTINCT ?负责者 ?任务 WHERE {
  ?who wt:responsibleFor ?duty ; rdfs:label ?负责者 . ?duty rdfs:label ?任务
} ORDER BY ?负责者`,
  },
  {
    title: "ask.example.policies",
    query: `# 各地报告依据哪些政策
SELECT DISTINCT ?地区 ?政策 WHERE {
  GRAPH ?report { ?report a wt:Report ; dcterms:spatial ?region . ?subject wt:follows ?policy }
  ?region rdfs:label ?地区 . ?policy rdfs:label ?政策 FILTER(LANG(?政策) = "zh")
} ORDER BY ?地区 ?政策`,
  },
  {
    title: "ask.example.graph",
    form: "graph",
    query: `# 地区、项目和指标连成的图
CONSTRUCT { ?region wt:implements ?p . ?p wt:measuredBy ?i } WHERE {
  ?region wt:implements ?p . ?p wt:measuredBy ?i .
  ?o wt:indicator ?i ; sdmx-dimension:refArea ?region
} LIMIT 400`,
  },
  {
    title: "ask.example.count",
    form: "chart",
    query: `# 各地区有多少个数值
SELECT ?地区 (COUNT(?o) AS ?数值个数) WHERE {
  ?o a qb:Observation ; sdmx-dimension:refArea/rdfs:label ?地区
} GROUP BY ?地区 ORDER BY DESC(?数值个数)`,
  },
];
