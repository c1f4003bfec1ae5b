import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { limitName, NameLimit } from '../internal/naming';
import { Platform } from '../platform/platform';

/** The host names of a StatefulSet's members, before it is made: members that name each other need them in their configuration. */
export function memberNames(construct: IConstruct, workload: string, replicas: number): string[] {
  const name = limitName(workload, NameLimit.NUMBERED);
  const members = limitName(`${name}-members`, NameLimit.DEFAULT);
  const { namespace } = Chart.of(construct);
  const domain = namespace ? `${members}.${namespace}.svc.${Platform.of(construct).cluster.clusterDomain}` : members;
  return Array.from({ length: replicas }, (_, ordinal) => `${name}-${ordinal}.${domain}`);
}
