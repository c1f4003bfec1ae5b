import { k8s } from 'cdk8s-plus-29';
import { ResolvedResources } from '../workload/compute-resources';

/**
 * Tells a Go program to collect garbage before it reaches its memory limit. A helper container that is killed there takes its
 * pod out of the Service: a pod is ready only when all of its containers are, whatever their probes say.
 */
export function memoryTarget({ memory }: ResolvedResources): k8s.EnvVar {
  return { name: 'GOMEMLIMIT', value: `${Math.floor(memory.toMebibytes() * 0.8)}MiB` };
}
