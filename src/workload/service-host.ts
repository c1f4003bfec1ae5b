import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Platform } from '../platform/platform';

/** The full name by which a Service is reached from every namespace; the short one where the chart names no namespace. */
export function serviceHost(construct: IConstruct, service: string): string {
  const { namespace } = Chart.of(construct);
  return namespace ? `${service}.${namespace}.svc.${Platform.of(construct).cluster.clusterDomain}` : service;
}

/** All names by which a Service may be called, as its certificate must have them. */
export function serviceNames(construct: IConstruct, service: string): string[] {
  const { namespace } = Chart.of(construct);
  const within = namespace ? [`${service}.${namespace}`, `${service}.${namespace}.svc`] : [];
  return [service, ...within, serviceHost(construct, service)];
}
