import { visible } from "./visible";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text of any origin as the content of an element or the value of a quoted attribute (HTML, "Escaping a string"). */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** An element with text of any origin in it. */
export function element(name: string, className: string, text: string): string {
  return `<${name} class="${className}">${escaped(text)}</${name}>`;
}
