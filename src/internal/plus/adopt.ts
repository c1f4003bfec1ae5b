import { CronJob, DaemonSet, Deployment, Job, k8s, StatefulSet, Workload } from 'cdk8s-plus-29';
import { overlayPodTemplate, PodOverlay } from './pod-overlay';

/** The workloads of cdk8s-plus-29 whose pods can be overlaid. */
export const ADOPTABLE = [Deployment, StatefulSet, DaemonSet, Job, CronJob];

interface Rendered {
  readonly template?: k8s.PodTemplateSpec;
  readonly jobTemplate?: k8s.JobTemplateSpec;
}

/**
 * Lays our pod over that of a workload which exists already. It renders by its method `_toKube`, as those of workloads.ts do, so the object
 * gets one of its own; test/internal/plus.test.ts pins it.
 */
export function overlayAdopted(workload: Workload, pod: () => PodOverlay): void {
  const adopted = workload as Workload & { _toKube(): Rendered };
  const toKube = adopted._toKube.bind(adopted);
  adopted._toKube = () => {
    const spec = toKube();
    const { jobTemplate } = spec;
    return jobTemplate
      ? { ...spec, jobTemplate: { ...jobTemplate, spec: overlaid(jobTemplate.spec!, pod()) } }
      : { ...overlaid(spec, pod()), ...rollout(workload, spec) };
  };
}

function overlaid<T extends Rendered>(spec: T, pod: PodOverlay): T {
  return { ...spec, template: overlayPodTemplate(spec.template!, pod) };
}

/** What cdk8s-plus-29 says where nothing is stated lets a rollout stop a quarter of the pods before others are ready. */
const UNSTATED = JSON.stringify({ rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' });

function rollout(workload: Workload, spec: object): Partial<k8s.DeploymentSpec> {
  if (!(workload instanceof Deployment)) {
    return workload instanceof StatefulSet ? { revisionHistoryLimit: 5 } : {};
  }
  const { strategy } = spec as k8s.DeploymentSpec;
  const { type, rollingUpdate } = strategy!;
  const [maxSurge, maxUnavailable] = [rollingUpdate?.maxSurge?.value, rollingUpdate?.maxUnavailable?.value];
  const given = JSON.stringify({ rollingUpdate: { maxSurge, maxUnavailable }, type });
  const careful = { type: 'RollingUpdate', rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) } };
  return { revisionHistoryLimit: 5, strategy: given === UNSTATED ? careful : strategy };
}
