import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { OverlaidService } from '../internal/plus/workloads';
import { selector } from '../workload/pod-plan';

export interface StoreServiceProps {
  readonly name: string;
  readonly labels: Record<string, string>;
  /** The workload whose pods answer. */
  readonly instance: string;
  /** The name tells a mesh that it is bytes, and not HTTP. */
  readonly portName: string;
  readonly port: number;
  readonly targetPort: string;
  /** Whether one pod alone can answer: it then gets connections even while it is not ready, so that no helper container stops them. */
  readonly onlyMember?: boolean;
}

/** A name by which clients reach one role of a store. */
export function addStoreService(scope: Construct, id: string, props: StoreServiceProps): void {
  const { portName: name, port } = props;
  new OverlaidService(scope, id, { metadata: { name: props.name, labels: props.labels }, ports: [{ name, port }] }, {
    spec: () => ({
      ...props.onlyMember ? { publishNotReadyAddresses: true } : {},
      selector: selector(props.instance),
      ports: [{ name, port, protocol: 'TCP', targetPort: k8s.IntOrString.fromString(props.targetPort) }],
    }),
  });
}
