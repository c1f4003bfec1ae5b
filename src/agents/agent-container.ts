import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { AlertOverride } from '../model/alert-override';
import { Objective } from '../model/objective';
import { PlatformSettings } from '../platform/settings';
import { SecretKey } from '../secrets/secret-source';
import { AntiAffinity } from '../workload/anti-affinity';
import { CloudIdentity } from '../workload/cloud-identity';
import { ComputeResources, resolveResources } from '../workload/compute-resources';
import { HealthCheck, HealthChecks, validateChecks } from '../workload/health-check';
import { NodePool } from '../workload/placement/node-pool';
import { Placement } from '../workload/placement/placement';
import { PodEnvironment } from '../workload/pod-environment';
import { ContainerPlan, NamedPort, resolveImage } from '../workload/pod-plan';
import { ConfigFiles } from '../workload/workload-base';

/** Options of every component that runs a program of yours. */
export interface ProgramOptions {
  /** The image, with a tag that names a version: `ghcr.io/acme/agent-api:1.8.0`. */
  readonly image: string;
  /**
   * The command, instead of the image's entrypoint.
   *
   * @default - the image's own
   */
  readonly command?: string[];
  /**
   * The arguments of the command.
   *
   * @default - the image's own
   */
  readonly args?: string[];
  /**
   * Environment variables by name. Credentials go into `secrets`.
   *
   * @default - only those of the application contract and of connections
   */
  readonly variables?: Record<string, string>;
  /**
   * Credentials by variable name; in the hardened security profile each is a file, with its path in `<NAME>_FILE`.
   *
   * @default - none
   */
  readonly secrets?: Record<string, SecretKey>;
  /**
   * Contents by file name, mounted at `/etc/agent`. Pods restart when one changes.
   *
   * @default - none
   */
  readonly configFiles?: Record<string, string>;
  /**
   * The requests and limits of the container.
   *
   * @default - see ComputeResources
   */
  readonly resources?: ComputeResources;
  /**
   * The nodes that its pods run on.
   *
   * @default - any
   */
  readonly nodePool?: NodePool;
  /**
   * The cloud identity of the component's service account.
   *
   * @default - none
   */
  readonly cloudIdentity?: CloudIdentity;
  /**
   * Overrides of single alerts, by alert id.
   *
   * @default - no overrides
   */
  readonly alerts?: Record<string, AlertOverride>;
}

/** Further options of components whose program runs in several pods at once. */
export interface ReplicatedProgramOptions extends ProgramOptions {
  /**
   * Whether two pods may share a node.
   *
   * @default AntiAffinity.preferred()
   */
  readonly antiAffinity?: AntiAffinity;
}

/** Further options of components whose program answers health checks over HTTP. */
export interface AgentContainerOptions extends ReplicatedProgramOptions {
  /**
   * The port of Prometheus metrics, 1024 to 65535.
   *
   * @default 9090
   */
  readonly metricsPort?: number;
  /**
   * Whether the container has started; the other checks wait for it.
   *
   * @default - the liveness check, for two minutes
   */
  readonly startup?: HealthCheck;
  /**
   * Whether the container must be restarted.
   *
   * @default HealthCheck.http('/livez')
   */
  readonly liveness?: HealthCheck;
  /**
   * Whether the pod may receive requests. It must check only the pod itself.
   *
   * @default HealthCheck.http('/readyz')
   */
  readonly readiness?: HealthCheck;
}

/** The folder of `configFiles`. */
const CONFIG_FOLDER = '/etc/agent';
/** What a ConfigMap can hold, with room for its metadata. */
const CONFIG_LIMIT = 900_000;

/** The container that the options describe; `port` is its first port. */
export function planContainer(
  guard: Guard, options: AgentContainerOptions, settings: PlatformSettings,
  own: { name: string; port: NamedPort; metrics: NamedPort; morePorts?: NamedPort[]; defaults: { cpu: Cpu; memory: Size }; drainSeconds?: number },
): ContainerPlan {
  const { metrics } = own;
  if (metrics.number === own.port.number) {
    guard.fail('metricsPort', metrics.number, 'a port other than the one that serves requests', 'callers must not be able to read metrics');
  }
  const ports = [own.port, metrics, ...own.morePorts ?? []];
  return {
    ...planProgram(guard, options, settings, own),
    ports,
    checks: resolveChecks(guard, options, ports.map((port) => port.name)),
    drainSeconds: own.drainSeconds,
  };
}

/** The container of a program, before its ports and checks. */
export function planProgram(
  guard: Guard, options: ProgramOptions, settings: PlatformSettings, own: { name: string; defaults: { cpu: Cpu; memory: Size } },
): ContainerPlan {
  validateWords(guard, 'command', options.command);
  validateWords(guard, 'args', options.args);
  return {
    name: own.name,
    image: resolveImage(guard, 'image', options.image, settings),
    command: options.command,
    args: options.args,
    resources: resolveResources(guard, options.resources, own.defaults, settings.securityProfile),
  };
}

export function planConfigFiles(guard: Guard, files: Record<string, string> | undefined): ConfigFiles[] {
  if (files === undefined) {
    return [];
  }
  let size = 0;
  for (const [name, content] of Object.entries(guard.struct('configFiles', files))) {
    guard.fileName('configFiles', name);
    if (typeof content !== 'string') {
      guard.fail(`configFiles["${name}"]`, content, 'a string, the content of the file', 'serialise objects first, for example with JSON.stringify');
    }
    guard.withoutCredentials(`configFiles["${name}"]`, content);
    size += Buffer.byteLength(name) + Buffer.byteLength(content);
  }
  if (Object.keys(files).length === 0) {
    return [];
  }
  if (size > CONFIG_LIMIT) {
    guard.fail('configFiles', `${size} bytes`, `at most ${CONFIG_LIMIT} bytes in all`, 'a ConfigMap cannot hold more: put large files into the image');
  }
  return [{ name: 'config', path: CONFIG_FOLDER, files }];
}

/** Passes the user's variables, secrets and files to the container. */
export function addUserEnvironment(guard: Guard, environment: PodEnvironment, options: ProgramOptions): void {
  for (const [name, value] of Object.entries(guard.struct('variables', options.variables ?? {}))) {
    environment.addUserVariable(guard, name, value);
  }
  for (const [name, value] of Object.entries(guard.struct('secrets', options.secrets ?? {}))) {
    environment.addUserSecret(guard, name, value);
  }
}

export function resolveAntiAffinity(guard: Guard, given: AntiAffinity | undefined): boolean {
  return guard.instance('antiAffinity', given ?? AntiAffinity.preferred(), AntiAffinity, 'AntiAffinity.required()').isRequired;
}

/** The nodes that the options ask for; `program` is the container that may get devices. */
export function resolvePlacement(
  guard: Guard, given: NodePool | undefined, settings: PlatformSettings, program: ContainerPlan,
): Placement | undefined {
  return given === undefined ? undefined
    : guard.instance('nodePool', given, NodePool, 'NodePool.spot()')._resolve(guard, settings.cluster, program.resources);
}

export function resolveCloudIdentity(guard: Guard, given: CloudIdentity | undefined): CloudIdentity | undefined {
  if (given !== undefined) {
    guard.instance('cloudIdentity', given, CloudIdentity, 'CloudIdentity.eksPodIdentity()')._validate(guard.within('cloudIdentity'));
  }
  return given;
}

export function resolveObjectives(guard: Guard, given: Objective[] | undefined): Objective[] {
  const objectives = guard.list('objectives', given ?? [], 0, 'write it like [Objective.availability(99.9)]');
  objectives.forEach((objective, index) =>
    guard.instance(`objectives[${index}]`, objective, Objective, 'Objective.availability(99.9)')._validate(guard.within(`objectives[${index}]`)));
  return objectives;
}

/** The props as they were given, or an error instead of a TypeError where nothing was. */
export function requireProps<T>(construct: IConstruct, props: T): T {
  return new Guard(construct).struct('props', props);
}

function resolveChecks(guard: Guard, options: AgentContainerOptions, ports: string[]): HealthChecks {
  const liveness = options.liveness ?? HealthCheck.http('/livez');
  // In the order in which a mistake is told: a startup check that follows from liveness must not be blamed for it.
  const checks = {
    liveness,
    readiness: options.readiness ?? HealthCheck.http('/readyz'),
    startup: options.startup ?? startupOf(liveness),
  };
  validateChecks(guard, checks, ports);
  return checks;
}

/** The same question, with the patience of a start. */
function startupOf(liveness: HealthCheck): HealthCheck {
  return typeof liveness?._withoutTiming === 'function' ? liveness._withoutTiming() : liveness;
}

function validateWords(guard: Guard, prop: string, words: string[] | undefined): void {
  if (words !== undefined) {
    guard.list(prop, words, 1, 'leave it out for the image\'s own').forEach((word, index) => guard.text(`${prop}[${index}]`, word, 4096));
  }
}
