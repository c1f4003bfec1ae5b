import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { POSTGRES_EXPORTER } from '../../catalog/images';
import { Guard } from '../../internal/guard';
import { PlatformSettings } from '../../platform/settings';
import { memoryTarget } from '../../store/memory-target';
import { resolveResources } from '../../workload/compute-resources';
import { HealthCheck } from '../../workload/health-check';
import { catalogueImage, ContainerPlan } from '../../workload/pod-plan';
import { MONITOR_ROLE, SOCKET_FOLDER } from './plain-files';
import { METRICS_PORT } from './postgres-provider';

const METRICS = { name: 'metrics', number: METRICS_PORT };

/** The exporter beside a member: it logs in over the server's socket by its user id, so it needs no password. */
export function postgresExporter(guard: Guard, settings: PlatformSettings): ContainerPlan {
  const resources = resolveResources(
    guard, { ephemeralStorage: Size.mebibytes(64) }, { cpu: Cpu.millis(50), memory: Size.mebibytes(128) }, settings.securityProfile);
  return {
    name: 'exporter',
    image: catalogueImage(guard, POSTGRES_EXPORTER, settings),
    ports: [METRICS],
    resources,
    checks: { startup: HealthCheck.tcp(METRICS.name), liveness: HealthCheck.tcp(METRICS.name), readiness: HealthCheck.http('/') },
    env: [{ name: 'DATA_SOURCE_NAME', value: `host=${SOCKET_FOLDER} user=${MONITOR_ROLE} dbname=postgres sslmode=disable` }, memoryTarget(resources)],
    mounts: [{ name: 'socket', mountPath: SOCKET_FOLDER }],
  };
}
