import { Size, SizeRoundingBehavior } from 'cdk8s';
import {
  Container, ContainerProps, CronJob, CronJobProps, Deployment, DeploymentProps, k8s, LabelSelector,
  Pod, Protocol, ScalingTarget, Service, ServiceBindOptions, ServiceProps, StatefulSet, StatefulSetProps,
} from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Guard } from '../guard';
import { overlayPodTemplate, PodOverlay } from './pod-overlay';

/**
 * The workloads of cdk8s-plus-29 with what they cannot say laid over them.
 *
 * Overlays are produced when rendering, so that what comes later (a connection, a volume) still counts. The methods that
 * are overridden are internal to cdk8s-plus-29, which is frozen; test/internal/plus.test.ts pins each of them.
 */
export interface DeploymentOverlay {
  readonly pod: () => PodOverlay;
  readonly spec: () => Partial<Omit<k8s.DeploymentSpec, 'template' | 'selector'>>;
  /** The labels that select the pods: never anything else, because a selector is immutable. */
  readonly selector: Record<string, string>;
}

export class OverlaidDeployment extends Deployment {
  public constructor(scope: Construct, id: string, props: DeploymentProps, private readonly overlay: DeploymentOverlay) {
    super(scope, id, { ...props, select: false });
    select(this, overlay.selector);
  }

  public addContainer(props: ContainerProps): Container {
    return super.addContainer(withoutDefaults(props));
  }

  public addInitContainer(props: ContainerProps): Container {
    return super.addInitContainer(withoutDefaults(props));
  }

  /** An autoscaler of the user owns the number of pods: `replicas` is left out then, see `autoscaled`. */
  public toScalingTarget(): ScalingTarget {
    return { ...super.toScalingTarget(), replicas: undefined };
  }

  /** @internal */
  public _toKube(): k8s.DeploymentSpec {
    const base = super._toKube();
    return { ...base, ...this.overlay.spec(), template: overlayPodTemplate(base.template, this.overlay.pod()) };
  }
}

/** A claim that each pod of a StatefulSet gets for itself. */
export interface VolumeClaim {
  readonly name: string;
  readonly size: Size;
  /** @default - the cluster's default storage class */
  readonly storageClass?: string;
}

export interface StatefulSetOverlay {
  readonly pod: () => PodOverlay;
  readonly spec: () => Partial<Omit<k8s.StatefulSetSpec, 'template' | 'selector' | 'volumeClaimTemplates'>>;
  readonly selector: Record<string, string>;
  readonly claims: VolumeClaim[];
}

export class OverlaidStatefulSet extends StatefulSet {
  public constructor(scope: Construct, id: string, props: StatefulSetProps, private readonly overlay: StatefulSetOverlay) {
    super(scope, id, { ...props, select: false });
    select(this, overlay.selector);
  }

  public addContainer(props: ContainerProps): Container {
    return super.addContainer(withoutDefaults(props));
  }

  public addInitContainer(props: ContainerProps): Container {
    return super.addInitContainer(withoutDefaults(props));
  }

  /** @internal */
  public _toKube(): k8s.StatefulSetSpec {
    const base = super._toKube();
    return {
      ...base,
      ...this.overlay.spec(),
      template: overlayPodTemplate(base.template, this.overlay.pod()),
      volumeClaimTemplates: this.overlay.claims.map((claim) => toClaimTemplate(claim, this.overlay.selector)),
    };
  }
}

export interface CronJobOverlay {
  readonly pod: () => PodOverlay;
  readonly spec: () => Partial<Omit<k8s.CronJobSpec, 'jobTemplate'>>;
  readonly job: () => Partial<Omit<k8s.JobSpec, 'template' | 'selector'>>;
  readonly labels: Record<string, string>;
}

export class OverlaidCronJob extends CronJob {
  public constructor(scope: Construct, id: string, props: CronJobProps, private readonly overlay: CronJobOverlay) {
    super(scope, id, { ...props, select: false });
    this.podMetadata.addLabel(Pod.ADDRESS_LABEL, overlay.labels['app.kubernetes.io/instance']);
  }

  public addContainer(props: ContainerProps): Container {
    return super.addContainer(withoutDefaults(props));
  }

  public addInitContainer(props: ContainerProps): Container {
    return super.addInitContainer(withoutDefaults(props));
  }

  /** @internal */
  public _toKube(): k8s.CronJobSpec {
    const base = super._toKube();
    const job = base.jobTemplate.spec!;
    return {
      ...base,
      ...this.overlay.spec(),
      jobTemplate: {
        metadata: { labels: this.overlay.labels },
        spec: { ...job, ...this.overlay.job(), template: overlayPodTemplate(job.template, this.overlay.pod()) },
      },
    };
  }
}

export interface ServiceOverlay {
  /** Read when rendering. */
  readonly spec: () => Partial<k8s.ServiceSpec>;
}

export class OverlaidService extends Service {
  public constructor(scope: Construct, id: string, props: ServiceProps, private readonly overlay: ServiceOverlay) {
    super(scope, id, props);
  }

  /** Kubernetes takes each port and each name once, and names where there is more than one port. */
  public bind(port: number, options: ServiceBindOptions = {}): void {
    const guard = new Guard(this, 'bind.');
    guard.port('port', port);
    if (this.ports.some((other) => other.port === port && transport(other) === transport(options))) {
      guard.fail('port', port, 'a port that the Service does not have yet', 'bind another one', 'Duplicate');
    }
    if (this.ports.length > 0 && this.ports.some(({ name }) => name === guard.dnsLabel('name', options.name as string))) {
      guard.fail('name', options.name, 'a name that no other port of the Service has', 'give another one', 'Duplicate');
    }
    super.bind(port, options);
  }

  /** @internal */
  public _toKube(): k8s.ServiceSpec {
    const base = super._toKube();
    const spec = this.overlay.spec();
    return { ...base, externalIPs: undefined, ...spec, ports: withBound(spec.ports ?? [], base.ports ?? []) } as k8s.ServiceSpec;
  }
}

function transport({ protocol }: { readonly protocol?: string }): string {
  return protocol ?? Protocol.TCP;
}

/** The ports of the plan, and what users bound to the Service: theirs replace what the plan only derives from the containers. */
function withBound(planned: k8s.ServicePort[], all: k8s.ServicePort[]): k8s.ServicePort[] {
  const samePort = (a: k8s.ServicePort, b: k8s.ServicePort): boolean => a.port === b.port && transport(a) === transport(b);
  const bound = all.filter((port) => !planned.some((other) => samePort(port, other) && port.name === other.name));
  return [...planned.filter((port) => !bound.some((other) => samePort(port, other) || port.name === other.name)), ...bound];
}

/** The default resources of cdk8s-plus-29 could not be distinguished from resources that the user states. */
function withoutDefaults(props: ContainerProps): ContainerProps {
  return { ...props, resources: props.resources ?? {} };
}

/** Replaces the selector of cdk8s-plus-29, which follows the construct's path, and keeps what the L2 derives from it in step. */
function select(workload: Deployment | StatefulSet, labels: Record<string, string>): void {
  workload.podMetadata.addLabel(Pod.ADDRESS_LABEL, Object.values(labels)[0]);
  workload.select(LabelSelector.of({ labels }));
}

function toClaimTemplate(claim: VolumeClaim, labels: Record<string, string>): k8s.KubePersistentVolumeClaimProps {
  return {
    metadata: { name: claim.name, labels },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: claim.storageClass,
      resources: { requests: { storage: k8s.Quantity.fromString(quantity(claim.size)) } },
    },
  };
}

/** A size as Kubernetes writes it: the largest unit that needs no fraction. */
export function quantity(size: Size): string {
  const mebibytes = size.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
