/** Building elements. Text goes in as text nodes only: nothing on this page parses data as HTML. */

export type Child = Node | string | null | undefined | false;

export interface Properties {
  class?: string;
  /** Attributes; `true` sets an empty one, `false` and `null` leave it out. */
  attributes?: Record<string, string | number | boolean | null>;
  on?: { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
}

/** A new element with its attributes, listeners and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (properties.class) element.className = properties.class;
  for (const [name, value] of Object.entries(properties.attributes ?? {})) setAttribute(element, name, value);
  for (const [name, listener] of Object.entries(properties.on ?? {})) {
    element.addEventListener(name, listener as EventListener);
  }
  element.append(...present(children));
  return element;
}

/** A new SVG element with its attributes and children. */
export function svg(
  tag: string,
  attributes: Record<string, string | number>,
  ...children: Node[]
): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * Names and titles in a row, with dots between. Each is kept to itself, so that one that turns the direction of
 * writing turns no other.
 */
export function dotted(...parts: (string | null | undefined | false)[]): Node[] {
  return parts
    .filter((part): part is string => Boolean(part))
    .flatMap((part, index) => {
      const own = h("bdi", {}, part);
      return index > 0 ? [document.createTextNode("·"), own] : [own];
    });
}

/** Put `children` in place of all that `parent` held. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren(...present(children));
}

function present(children: Child[]): (Node | string)[] {
  return children.filter(
    (child): child is Node | string => child !== null && child !== undefined && child !== false,
  );
}

function setAttribute(element: Element, name: string, value: string | number | boolean | null): void {
  if (value === null || value === false) return;
  element.setAttribute(name, value === true ? "" : String(value));
}
