import { Duration } from 'cdk8s';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { HealthCheck } from '../workload/health-check';
import { ContainerPlan, NamedPort } from '../workload/pod-plan';

/** Options of `WorkerHealth.heartbeat`. */
export interface HeartbeatOptions {
  /**
   * The file that the worker writes regularly while it is alive.
   *
   * @default /tmp/heartbeat
   */
  readonly file?: string;
  /**
   * How old the file may be, 5 seconds to 1 hour. A worker that is busy with one long task must still write it.
   *
   * @default Duration.seconds(60)
   */
  readonly maxAge?: Duration;
}

/** Options of `WorkerHealth.http`. */
export interface WorkerPortOptions {
  /**
   * The port of the health checks, 1024 to 65535.
   *
   * @default 8081
   */
  readonly port?: number;
  /**
   * Whether the worker must be restarted.
   *
   * @default /livez
   */
  readonly livenessPath?: string;
  /**
   * Whether the worker takes tasks: a rollout waits for it.
   *
   * @default /readyz
   */
  readonly readinessPath?: string;
}

/** What a worker's container is asked, and on which port. */
export interface WorkerChecks {
  readonly checks: NonNullable<ContainerPlan['checks']>;
  readonly port?: NamedPort;
  /** The variables of the program. */
  readonly variables: Record<string, string>;
}

/** Whether the file `$0` was written less than `$1` seconds ago. */
export const AGE_BELOW = 'test $(($(date +%s) - $(stat -c %Y "$0"))) -lt "$1"';

/** The file, and how old it may be in seconds. */
export function resolveHeartbeat(guard: Guard, given: HeartbeatOptions): { file: string; seconds: number } {
  const { file = '/tmp/heartbeat', maxAge = Duration.seconds(60) } = guard.struct('options', given);
  guard.path('file', file);
  return { file, seconds: guard.duration('maxAge', maxAge, { min: 5, max: 3600 }, 'leave it out for 60 seconds').toSeconds() };
}

/** How a worker reports its health. */
export class WorkerHealth {
  /** A file that it writes regularly. The image needs `sh`, `date` and `stat`. */
  public static heartbeat(options: HeartbeatOptions = {}): WorkerHealth {
    const given = frozen(options);
    return new WorkerHealth((guard) => {
      const { file, seconds } = resolveHeartbeat(guard, given);
      const isFresh = HealthCheck.command(['sh', '-c', AGE_BELOW, file, `${seconds}`], { timeout: Duration.seconds(5) });
      const exists = HealthCheck.command(['test', '-e', file]);
      return { checks: { startup: exists, liveness: isFresh, readiness: exists }, variables: { HEARTBEAT_FILE: file } };
    });
  }

  /** An HTTP server of its own for health checks. */
  public static http(options: WorkerPortOptions = {}): WorkerHealth {
    const given = frozen(options);
    return new WorkerHealth((guard) => {
      const { port, livenessPath = '/livez', readinessPath = '/readyz' } = guard.struct('options', given);
      const health = { name: 'health', number: guard.podPort('port', port ?? 8081) };
      guard.path('livenessPath', livenessPath);
      guard.path('readinessPath', readinessPath);
      const [liveness, readiness] = [livenessPath, readinessPath].map((path) => HealthCheck.http(path, { port: health.name }));
      return { checks: { startup: liveness, liveness, readiness }, port: health, variables: { HEALTH_PORT: `${health.number}` } };
    });
  }

  private constructor(
    /** @internal */
    public readonly _resolve: (guard: Guard) => WorkerChecks,
  ) {}
}
