import { Json, Manifests } from '../documents';

/** A rule of our own, numbered as in the project's rules; it restates rules of tools that cannot be run here. */
export interface Rule {
  readonly id: string;
  readonly states: string;
  /** Faults of one object, empty when there are none or when the rule is not about it. */
  check(object: Json, manifests: Manifests): string[];
}

/** A sentence when something is not as it should be. */
export const unless = (holds: unknown, sentence: string): string[] => (holds ? [] : [sentence]);

export const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];
export const JOBS = ['Job', 'CronJob'];
