import { describe, expect, it } from "@jest/globals";
import { mergePodTemplate } from "./pod-template.ts";

const ours = {
  metadata: { labels: { run: "a" } },
  spec: {
    restartPolicy: "Never",
    containers: [
      { name: "worker", command: ["plateau"], args: ["train"], env: [{ name: "RANK", value: "0" }] },
    ],
    tolerations: [{ key: "x" }],
  },
};

describe("a user's pod template", () => {
  it("adds labels, resources, environment, containers and tolerations", () => {
    const theirs = {
      metadata: { labels: { team: "lab" }, annotations: { a: "b" } },
      spec: {
        nodeSelector: { gpu: "yes" },
        tolerations: [{ key: "y" }],
        containers: [
          { name: "worker", resources: { limits: { memory: "1Gi" } }, env: [{ name: "EXTRA", value: "1" }] },
          { name: "sidecar", image: "x" },
        ],
      },
    };
    expect(mergePodTemplate(theirs, ours)).toEqual({
      metadata: { labels: { run: "a", team: "lab" }, annotations: { a: "b" } },
      spec: {
        restartPolicy: "Never",
        nodeSelector: { gpu: "yes" },
        tolerations: [{ key: "x" }, { key: "y" }],
        containers: [
          {
            name: "worker",
            command: ["plateau"],
            args: ["train"],
            resources: { limits: { memory: "1Gi" } },
            env: [
              { name: "RANK", value: "0" },
              { name: "EXTRA", value: "1" },
            ],
          },
          { name: "sidecar", image: "x" },
        ],
      },
    });
  });

  it("cannot change what makes it a worker", () => {
    const theirs = {
      metadata: { labels: { run: "b" } },
      spec: {
        restartPolicy: "Always",
        containers: [
          { name: "worker", command: ["sh"], args: ["-c", "x"], env: [{ name: "RANK", value: "7" }] },
        ],
      },
    };
    expect(mergePodTemplate(theirs, ours)).toEqual(ours);
  });

  it.each([[undefined], [{}], [{ spec: 5 }], [{ spec: { containers: "none" } }]])(
    "that is %j leaves ours as it is",
    (theirs) => {
      expect(mergePodTemplate(theirs, ours)).toEqual(ours);
    },
  );
});
