import { engineConformance } from "../engine.conformance.ts";

engineConformance("onnxruntime", { offThread: true });
