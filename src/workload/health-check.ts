import { Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';

/** The timing of a health check. */
export interface HealthCheckTiming {
  /**
   * Time between two checks, 1 second to 5 minutes.
   *
   * @default - 5 seconds for startup and readiness, 10 seconds for liveness
   */
  readonly period?: Duration;
  /**
   * The timeout of a check, 1 second to 1 minute.
   *
   * @default Duration.seconds(3)
   */
  readonly timeout?: Duration;
  /**
   * The number of consecutive failures after which the check has failed, 1 to 1000.
   *
   * @default - 24 for startup (two minutes at a period of 5 seconds), else 3
   */
  readonly failureThreshold?: number;
}

/** Options of `HealthCheck.http`. */
export interface HttpHealthCheckOptions extends HealthCheckTiming {
  /**
   * The name of the port.
   *
   * @default - the component's first port
   */
  readonly port?: string;
}

/** How Kubernetes checks the health of a container. */
export class HealthCheck {
  /** An HTTP GET; any status from 200 to 399 is healthy. */
  public static http(path: string, options: HttpHealthCheckOptions = {}): HealthCheck {
    const timing = frozen(options);
    return new HealthCheck({ path, port: timing?.port, timing });
  }

  /** A TCP connection to a port, by its name. */
  public static tcp(port: string, options: HealthCheckTiming = {}): HealthCheck {
    return new HealthCheck({ tcp: true, port, timing: frozen(options) });
  }

  /** A command in the container; exit code 0 is healthy. */
  public static command(command: string[], options: HealthCheckTiming = {}): HealthCheck {
    return new HealthCheck({ command: frozen(command), timing: frozen(options) });
  }

  /**
   * The gRPC health protocol.
   *
   * @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md
   */
  public static grpc(port: number, options: HealthCheckTiming = {}): HealthCheck {
    return new HealthCheck({ grpc: port, timing: frozen(options) });
  }

  private constructor(private readonly facts: HealthCheckFacts) {}

  /** @internal */
  public _validate(guard: Guard, ports: string[]): void {
    const { path, port, tcp, command, grpc, timing } = this.facts;
    guard.struct('options', timing);
    if ('path' in this.facts) {
      guard.path('path', path!);
    }
    if (tcp || port !== undefined) {
      guard.oneOf('port', port, ports, 'name a port of the container');
    }
    if ('command' in this.facts) {
      guard.list('command', command!, 1, 'give the program and its arguments').forEach((word, index) => guard.text(`command[${index}]`, word, 4096));
    }
    if ('grpc' in this.facts) {
      guard.podPort('grpc', grpc!);
    }
    validateTiming(guard, timing);
  }

  /**
   * The same question at the usual times.
   *
   * @internal
   */
  public _withoutTiming(): HealthCheck {
    return new HealthCheck({ ...this.facts, timing: {} });
  }

  /**
   * What is asked, without when: two checks that ask the same cannot tell two states apart.
   *
   * @internal
   */
  public _question(defaultPort: string | undefined): string {
    const { path, port, tcp, command, grpc } = this.facts;
    const asksPort = path !== undefined || tcp;
    return JSON.stringify({ path: path && plainPath(path), port: asksPort ? port ?? defaultPort : undefined, tcp, command, grpc });
  }

  /** @internal */
  public _toProbe(defaultPort: string | undefined, defaults: Required<HealthCheckTiming>): k8s.Probe {
    const { path, port, tcp, command, grpc, timing } = this.facts;
    const portName = k8s.IntOrString.fromString(port ?? defaultPort ?? 'http');
    return {
      ...(path !== undefined ? { httpGet: { path, port: portName, scheme: 'HTTP' } } : {}),
      ...(tcp ? { tcpSocket: { port: portName } } : {}),
      ...(command ? { exec: { command } } : {}),
      ...(grpc !== undefined ? { grpc: { port: grpc } } : {}),
      initialDelaySeconds: 0,
      periodSeconds: (timing.period ?? defaults.period).toSeconds(),
      timeoutSeconds: (timing.timeout ?? defaults.timeout).toSeconds(),
      successThreshold: 1,
      failureThreshold: timing.failureThreshold ?? defaults.failureThreshold,
    };
  }
}

/** The three questions that Kubernetes asks. */
export interface HealthChecks {
  /** Has it started? The other two wait for it. A job has none: it works from its start. */
  readonly startup?: HealthCheck;
  /** Must it be restarted? */
  readonly liveness: HealthCheck;
  /** May it get requests? */
  readonly readiness: HealthCheck;
}

interface HealthCheckFacts {
  readonly path?: string;
  readonly port?: string;
  readonly tcp?: boolean;
  readonly command?: string[];
  readonly grpc?: number;
  readonly timing: HealthCheckTiming;
}

const STARTUP = { period: Duration.seconds(5), timeout: Duration.seconds(3), failureThreshold: 24 };
const LIVENESS = { period: Duration.seconds(10), timeout: Duration.seconds(3), failureThreshold: 3 };
const READINESS = { period: Duration.seconds(5), timeout: Duration.seconds(3), failureThreshold: 3 };

/** The probes of a container whose first port is `defaultPort`. */
export function toProbes(checks: Omit<HealthChecks, 'readiness'> & Partial<HealthChecks>, defaultPort: string | undefined): Pick<k8s.Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'> {
  return {
    startupProbe: checks.startup?._toProbe(defaultPort, STARTUP),
    livenessProbe: checks.liveness._toProbe(defaultPort, LIVENESS),
    readinessProbe: checks.readiness?._toProbe(defaultPort, READINESS),
  };
}

/** If liveness and readiness are the same check, a pod that is only temporarily not ready is restarted. */
export function validateChecks(guard: Guard, checks: HealthChecks, ports: string[]): void {
  for (const [name, check] of Object.entries(checks)) {
    guard.instance(name, check, HealthCheck, 'HealthCheck.http(\'/livez\')')._validate(guard.within(name), ports);
  }
  if (checks.liveness._question(ports[0]) === checks.readiness._question(ports[0])) {
    guard.fail('liveness', 'the same check as readiness', 'a different check',
      'a pod that is only temporarily not ready would be restarted: give readiness another path or port');
  }
}

/** One way to write a path that servers read alike: `//a/./%62` is `/a/b`. */
function plainPath(path: string): string {
  const letters = path.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return letters.split('/').filter((segment) => segment !== '' && segment !== '.').join('/');
}

function validateTiming(guard: Guard, timing: HealthCheckTiming): void {
  if (timing.period !== undefined) {
    guard.duration('period', timing.period, { min: 1, max: 300 }, 'leave it out for 5 or 10 seconds');
  }
  if (timing.timeout !== undefined) {
    guard.duration('timeout', timing.timeout, { min: 1, max: 60 }, 'leave it out for 3 seconds');
  }
  if (timing.failureThreshold !== undefined) {
    guard.integer('failureThreshold', timing.failureThreshold, { min: 1, max: 1000 }, 'leave it out for the default');
  }
}
