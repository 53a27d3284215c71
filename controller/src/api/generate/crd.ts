/** The CustomResourceDefinition of a kind, as an object and as a chart template. */
import { stringify } from "yaml";
import { fixedMessage } from "../admit.ts";
import { apiGroup, type KindDefinition } from "../kind.ts";
import { nameMaxLength } from "../metadata.ts";
import { rulesKey, type CelRule } from "../schema/rules.ts";
import { fixedFieldRules, structuralSchema, type JsonSchema } from "./structural.ts";

export function crd(kind: KindDefinition): JsonSchema {
  const spec = structuralSchema(kind.spec);
  const fixed = fixedFieldRules(kind.spec, kind.mutable, fixedMessage(kind));
  const rules = [...((spec[rulesKey] as CelRule[] | undefined) ?? []), ...fixed];
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${kind.plural}.${apiGroup}` },
    spec: {
      group: apiGroup,
      scope: "Namespaced",
      names: {
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural: kind.plural,
        singular: kind.singular,
        shortNames: kind.shortNames,
        categories: ["plateau"],
      },
      versions: [
        {
          name: "v1alpha1",
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              description: kind.description,
              type: "object",
              required: ["spec"],
              properties: {
                apiVersion: { type: "string" },
                kind: { type: "string" },
                metadata: { type: "object" },
                spec: { ...spec, ...(rules.length > 0 ? { [rulesKey]: rules } : {}) },
                status: structuralSchema(kind.status),
              },
              [rulesKey]: [
                {
                  rule: `self.metadata.name.size() <= ${nameMaxLength}`,
                  message: `metadata.name must have at most ${nameMaxLength} characters`,
                },
              ],
            },
          },
          subresources: {
            status: {},
            ...(kind.scale
              ? {
                  scale: {
                    specReplicasPath: kind.scale.specReplicasPath,
                    statusReplicasPath: kind.scale.statusReplicasPath,
                    labelSelectorPath: kind.scale.labelSelectorPath,
                  },
                }
              : {}),
          },
          additionalPrinterColumns: kind.columns.map(({ priority, ...column }) => ({
            ...column,
            ...(priority ? { priority } : {}),
          })),
        },
      ],
    },
  };
}

/** Chart template: off with `crds.enabled`, kept when the release goes, because its objects would go with it. */
export function crdTemplate(kind: KindDefinition): string {
  const yaml = stringify(crd(kind), { lineWidth: 0, aliasDuplicateObjects: false });
  // Text that Helm would take for its own.
  if (yaml.includes("{{")) throw new Error(`the CRD of ${kind.kind} holds "{{", which Helm would expand`);
  const annotated = yaml.replace(
    /^metadata:\n/m,
    'metadata:\n  labels:\n    {{- include "plateau.labels" . | nindent 4 }}\n  annotations:\n    {{- if .Values.crds.keep }}\n    helm.sh/resource-policy: keep\n    {{- end }}\n    plateau.dev/generated-by: scripts/gen.ts\n',
  );
  return `{{- if .Values.crds.enabled }}\n${annotated}{{- end }}\n`;
}
