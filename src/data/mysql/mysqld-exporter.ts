import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { MYSQLD_EXPORTER } from '../../catalog/images';
import { Guard } from '../../internal/guard';
import { PlatformSettings } from '../../platform/settings';
import { memoryTarget } from '../../store/memory-target';
import { resolveResources } from '../../workload/compute-resources';
import { HealthCheck } from '../../workload/health-check';
import { catalogueImage, ContainerPlan, NamedPort } from '../../workload/pod-plan';
import { MONITOR_USER, SOCKET, SOCKET_FOLDER } from './maria-db-configuration';

export const METRICS: NamedPort = { name: 'metrics', number: 9104 };

/** The exporter beside a member: its user only logs in over the server's socket, so it needs no password. */
export function mysqldExporter(guard: Guard, settings: PlatformSettings): ContainerPlan {
  const resources = resolveResources(
    guard, { ephemeralStorage: Size.mebibytes(64) }, { cpu: Cpu.millis(50), memory: Size.mebibytes(128) }, settings.securityProfile);
  return {
    name: 'exporter',
    image: catalogueImage(guard, MYSQLD_EXPORTER, settings),
    args: [`--mysqld.address=unix://${SOCKET}`, `--mysqld.username=${MONITOR_USER}`],
    ports: [METRICS],
    resources,
    checks: { startup: HealthCheck.tcp(METRICS.name), liveness: HealthCheck.tcp(METRICS.name), readiness: HealthCheck.http('/') },
    env: [memoryTarget(resources)],
    mounts: [{ name: 'socket', mountPath: SOCKET_FOLDER }],
  };
}
