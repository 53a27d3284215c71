import { engineConformance } from "../engine.conformance.ts";

engineConformance("reference", { offThread: false });
