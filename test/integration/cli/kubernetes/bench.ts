/** One API server for all that is tried with the plugin, and a workplace whose kubeconfig names it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KubernetesPlace } from "../kubernetes-place.ts";
import { Workplace, type Result } from "../plateau.ts";

export interface Kubeconfig {
  clusters: { name: string; cluster: { server: string } }[];
  users: { name: string; user: Record<string, unknown> }[];
  contexts: { name: string; context: Record<string, unknown> }[];
}

/** Its fields are there once it has started. */
export class PluginBench {
  kubernetes!: KubernetesPlace;
  place!: Workplace;
  /** What the plugin said before our kinds were there. */
  withoutKinds!: Result;

  async start(): Promise<void> {
    this.kubernetes = await KubernetesPlace.start();
    this.place = new Workplace();
    this.place.env = { KUBECONFIG: this.kubernetes.server.kubeconfig, HOME: this.place.directory };
    this.withoutKinds = await this.place.plugin("get", "trainingruns");
    await this.kubernetes.installKinds();
    await this.kubectl("create", "namespace", "team");
  }

  kubectl(...args: string[]): Promise<string> {
    return this.kubernetes.server.kubectl(args);
  }

  /** Path of a kubeconfig like the server's, with some of it changed. */
  kubeconfig(name: string, change: (config: Kubeconfig) => void): string {
    const config = JSON.parse(readFileSync(this.kubernetes.server.kubeconfig, "utf8")) as Kubeconfig;
    change(config);
    const path = join(this.place.directory, name);
    writeFileSync(path, JSON.stringify(config));
    return path;
  }

  async stop(): Promise<void> {
    this.place?.remove();
    await this.kubernetes?.stop();
  }
}
