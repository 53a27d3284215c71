/** Every file that is made from the kinds: path in the repository → content. */
import { kinds } from "../kinds.ts";
import { crdTemplate } from "./crd.ts";
import { referencePage } from "./reference.ts";

export function generatedFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const kind of Object.values(kinds)) {
    files.set(`charts/plateau/templates/crds/${kind.plural}.yaml`, crdTemplate(kind));
    files.set(`docs/reference/${kind.singular}.md`, referencePage(kind));
  }
  return files;
}
