/** How charts look: the colours and the font of the page. */

import type { EChartsCoreOption } from "echarts/core";

export interface Look {
  /** The language that numbers are written in, as a BCP 47 tag. */
  readonly language: string;
  readonly font: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly surface: string;
  readonly actual: string;
  readonly target: string;
  readonly national: string;
  readonly lines: readonly string[];
}

export type Values = Record<string, unknown>;

/** The shapes that tell lines apart besides their colours. */
export const SYMBOLS: readonly string[] = ["circle", "rect", "triangle", "diamond", "roundRect"];

/** The look as the style sheet has it. */
export function currentLook(): Look {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    language: document.documentElement.lang,
    font: token("font"),
    ink: token("ink"),
    soft: token("ink-soft"),
    line: token("line"),
    surface: token("surface"),
    actual: token("type-institution"),
    target: token("type-indicator"),
    national: token("error"),
    lines: ["region", "indicator", "program", "person", "policy", "institution", "task"].map((type) =>
      token(`type-${type}`),
    ),
  };
}

/** What all charts have in common, and what one has of its own. */
export function withLook(look: Look, own: Values): EChartsCoreOption {
  return {
    animation: false,
    backgroundColor: look.surface,
    textStyle: { fontFamily: look.font, color: look.ink },
    ...own,
    // The markup of a tooltip would bring styles of its own, which the page's policy does not let in.
    tooltip: {
      renderMode: "richText",
      confine: true,
      trigger: "item",
      textStyle: { color: look.ink },
      ...(own.tooltip as Values | undefined),
    },
  };
}

/** The look of an axis of values; large ones are written short: 6亿, 600M. */
export function valueAxis(look: Look): Values {
  const short = new Intl.NumberFormat(look.language, { notation: "compact", maximumFractionDigits: 2 });
  return {
    axisLabel: { color: look.soft, hideOverlap: true, formatter: (value: number) => short.format(value) },
    splitLine: { lineStyle: { color: look.line } },
  };
}
