import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { ISTIO } from '../../catalog/operators/istio';
import { MeshedPods, MeshEgress, MeshProvider } from '../mesh-provider';
import { addIstioPolicies } from './istio-policies';
import { addDefaultDeny, addMutualTls } from './namespace-isolation';

/** The address from which the kubelet's probes reach a pod in the mesh: Istio's node agent rewrites their source to it. */
const KUBELET = '169.254.7.127/32';

/**
 * Istio with a proxy on each node: ztunnel, which proves identities and authorizes callers by their principal and port. It reads no HTTP and no host
 * names, which nothing here asks of it, so no waypoint is needed.
 */
export class AmbientMesh implements MeshProvider {
  public readonly name = 'istioAmbient';
  public readonly operator = ISTIO;
  public readonly hasIdentities = true;
  public readonly controlsHosts = false;
  /** HBONE: a network policy sees this port, and not the one that the program listens on. */
  public readonly tunnelPort = 15008;
  public readonly namespaceLabels = { 'istio.io/dataplane-mode': 'ambient' };
  public readonly podAnnotations = {};
  public readonly outsideLabels = { 'istio.io/dataplane-mode': 'none' };

  public validate(): void {
    return;
  }

  /** Pods themselves talk to no control plane: ztunnel does, from the node. */
  public egress(): MeshEgress[] {
    return [];
  }

  public isolateNamespace(scope: Construct, isClosed: boolean): void {
    addMutualTls(scope);
    if (isClosed) {
      addDefaultDeny(scope);
      admitProbes(scope);
    }
  }

  public addPolicies(scope: Construct, pods: MeshedPods): void {
    addIstioPolicies(scope, pods);
  }

  public addHost(): void {
    return;
  }
}

/** Network plugins let probes of the node through, but do not know them by the rewritten address. */
function admitProbes(scope: Construct): void {
  new k8s.KubeNetworkPolicy(scope, 'KubeletProbes', {
    metadata: { name: 'kubelet-probes' },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ ipBlock: { cidr: KUBELET } }], ports: [{ protocol: 'TCP', port: k8s.IntOrString.fromNumber(1), endPort: 65535 }] }],
    },
  });
}
