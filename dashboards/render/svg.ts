/** Pieces of SVG as text. */

type Attributes = Readonly<Record<string, string | number | undefined>>;

export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const words = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escape(typeof value === "number" ? round(value) : value!)}"`)
    .join("");
  return children.length === 0 ? `<${name}${words}/>` : `<${name}${words}>${children.join("")}</${name}>`;
}

export interface TextOptions {
  x: number;
  y: number;
  size?: number;
  fill?: string;
  anchor?: "start" | "middle" | "end";
  bold?: boolean;
  /** Cut with an ellipsis to fit, px. */
  within?: number;
  rotate?: number;
}

export function text(content: string, options: TextOptions): string {
  const { x, y, size = 12, fill = "#ccccdc", anchor, bold, within, rotate } = options;
  return element(
    "text",
    {
      x,
      y,
      "font-size": size,
      fill,
      "text-anchor": anchor,
      "font-weight": bold === true ? 600 : undefined,
      transform: rotate === undefined ? undefined : `rotate(${rotate} ${round(x)} ${round(y)})`,
    },
    escape(within === undefined ? content : cut(content, within, size)),
  );
}

/** About what a text takes in a sans-serif face, px. */
export function widthOf(content: string, size = 12): number {
  return content.length * size * 0.58;
}

function cut(content: string, within: number, size: number): string {
  if (widthOf(content, size) <= within) return content;
  const kept = Math.max(1, Math.floor(within / (size * 0.58)) - 1);
  return `${content.slice(0, kept)}…`;
}

export function path(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escape(content: string): string {
  return content
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
