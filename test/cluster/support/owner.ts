/** Owns a bed until it is killed: prints the kubeconfig once the bed is up. */
import { Bed } from "../bed/index.ts";

const bed = await Bed.start({ images: [] });
console.log(bed.kubeconfig);
await new Promise((resolve) => setTimeout(resolve, 600_000));
