/** A strict check that a text is well-formed XML: tags nest, attributes are quoted and unique, bare & and < do not occur. */

const name = "[A-Za-z_:][\\w:.-]*";
const attribute = `\\s+${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`;
const token = new RegExp(
  `<!--[^]*?-->|<\\?[^]*?\\?>|</(${name})\\s*>|<(${name})((?:${attribute})*)\\s*(/?)>|([^<]+)`,
  "y",
);
const entity = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/;

/** "ok", or what is wrong and where. */
export function wellFormed(text: string): string {
  const open: string[] = [];
  let roots = 0;
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (!found) return `not a tag at ${at}: ${text.slice(at, at + 60)}`;
    const [, closing, opening, attributes = "", selfClosing, content] = found;
    const wrong = closing === undefined ? inside(attributes, content, open) : close(closing, open);
    if (wrong) return `${wrong} at ${at}: ${text.slice(at, at + 60)}`;
    if (opening !== undefined) {
      if (open.length === 0) roots++;
      if (selfClosing !== "/") open.push(opening);
    }
  }
  if (open.length > 0) return `never closed: ${open.join(" > ")}`;
  return roots === 1 ? "ok" : `${roots} roots`;
}

function close(closing: string, open: string[]): string | undefined {
  const expected = open.pop();
  return expected === closing ? undefined : `</${closing}> where </${expected ?? "nothing"}> belongs`;
}

function inside(
  attributes: string,
  content: string | undefined,
  open: readonly string[],
): string | undefined {
  if (content !== undefined) {
    // The content of <style> is CSS, which HTML does not parse; SVG's has no special characters here.
    if (entity.test(content)) return "a bare &";
    return open.length === 0 && content.trim() !== "" ? "text outside the root" : undefined;
  }
  if (entity.test(attributes)) return "a bare & in an attribute";
  const names = [...attributes.matchAll(new RegExp(`(${name})\\s*=`, "g"))].map(([, each]) => each);
  return new Set(names).size === names.length ? undefined : "an attribute stands twice";
}
