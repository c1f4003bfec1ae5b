import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { limitName, NameLimit } from '../internal/naming';
import { Platform } from '../platform/platform';

/** The names of a StatefulSet's members. */
export interface MemberNames {
  /** The headless Service: `<pod>.<this>` is a member's address. */
  readonly service: string;
  readonly pods: string[];
  /** The stable host names. */
  readonly hosts: string[];
}

/** Known before the StatefulSet is made: members that name each other need them in their configuration. */
export function memberNames(construct: IConstruct, workload: string, replicas: number): MemberNames {
  const name = limitName(workload, NameLimit.NUMBERED);
  const service = limitName(`${name}-members`, NameLimit.DEFAULT);
  const { namespace } = Chart.of(construct);
  const domain = namespace ? `${service}.${namespace}.svc.${Platform.of(construct).cluster.clusterDomain}` : service;
  const pods = Array.from({ length: replicas }, (_, ordinal) => `${name}-${ordinal}`);
  return { service, pods, hosts: pods.map((pod) => `${pod}.${domain}`) };
}
