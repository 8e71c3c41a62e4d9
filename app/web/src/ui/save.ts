import { h } from "./dom";

/** Let the browser save `content` as a file. */
export function saveFile(content: Blob, name: string): void {
  const href = URL.createObjectURL(content);
  h("a", { attributes: { href, download: name } }).click();
  URL.revokeObjectURL(href);
}
