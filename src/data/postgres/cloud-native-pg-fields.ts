import { bindings } from '../../internal/bindings';
import { ResolvedResources, toRequirements } from '../../workload/compute-resources';

export function synchronous(
  instances: number, number: number,
): import('../../../imports/postgresql.cnpg.io/cluster').ClusterSpecPostgresqlSynchronous {
  const {
    ClusterSpecPostgresqlSynchronousMethod: Method, ClusterSpecPostgresqlSynchronousDataDurability: DataDurability,
  } = bindings.postgresCluster;
  // With a quorum, a standby that may miss a committed write is never elected.
  return { method: Method.ANY, number, dataDurability: DataDurability.REQUIRED, failoverQuorum: instances >= 3 ? true : undefined };
}

/** Requests and limits in the types of the Cluster. */
export function requirements(resources: ResolvedResources): object {
  const { ClusterSpecResourcesLimits: Limit, ClusterSpecResourcesRequests: Request } = bindings.postgresCluster;
  const { requests, limits } = toRequirements(resources);
  const convert = <T>(amounts: typeof requests, from: (text: string) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(amounts ?? {}).map(([name, amount]) => [name, from(`${amount.value}`)]));
  return { requests: convert(requests, Request.fromString), limits: convert(limits, Limit.fromString) };
}

export function ephemeralVolumes(): object {
  const {
    ClusterSpecEphemeralVolumesSizeLimitShm: Shm, ClusterSpecEphemeralVolumesSizeLimitTemporaryData: TemporaryData,
  } = bindings.postgresCluster;
  return { shm: Shm.fromString('256Mi'), temporaryData: TemporaryData.fromString('512Mi') };
}
