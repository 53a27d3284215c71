/** Plateau's controller: its process with the flags of a pod, the chart's kinds, one TrainingRun of two ranks for each object. */
import { labels } from "@plateau/controller/reconcile/labels.ts";
import {
  freeLease,
  installKinds,
  startController,
  trainingRun,
  type Controller,
} from "../../test/fixtures/controller.ts";
import type { Subject } from "./measure.ts";

export function plateauSubject(): Subject {
  let controller: Controller | undefined;
  return {
    name: "Plateau",
    install: async (server) => {
      await installKinds(server);
      await freeLease(server);
    },
    start: async (server) => {
      controller = await startController(server);
      return [{ name: "plateau", child: controller.child }];
    },
    ready: async () => {
      await controller!.leading;
      await controller!.ready();
    },
    object: (index) => trainingRun(`run-${index}`),
    ownerOf: (job) => job.metadata.labels?.[labels.run],
    queue: () => ({ url: controller!.metrics, name: "TrainingRun" }),
  };
}
