import { Construct } from 'constructs';
import { ISTIO } from '../../catalog/operators/istio';
import { MESH_CONTAINERS } from '../../catalog/rules/rule';
import { Guard } from '../../internal/guard';
import { ClusterProfile } from '../../model/cluster-profile';
import type { IstioMeshOptions } from '../mesh';
import { MeshedPods, MeshEgress, MeshHost, MeshProvider } from '../mesh-provider';
import { addIstioPolicies } from './istio-policies';
import { addDefaultDeny, addEgressControl, addMutualTls } from './namespace-isolation';
import { addServiceEntry } from './service-entry';

/** Istio with a proxy in each pod. */
export class SidecarMesh implements MeshProvider {
  public readonly name = 'istio';
  public readonly operator = ISTIO;
  public readonly hasIdentities = true;
  public readonly controlsHosts = true;
  /** Istio's own defaults for its proxy. */
  public readonly sidecar = { containers: MESH_CONTAINERS, amounts: { cpuRequest: 100, cpuLimit: 2000, memory: 1024, storage: 0 } };
  /**
   * The sidecar starts before the program and stops only after the program has ended: a program that loses the mesh first cannot
   * release a lease. A drain time of its own would only delay the end of the pod.
   */
  public readonly podAnnotations = { 'sidecar.istio.io/nativeSidecar': 'true' };
  public readonly outsideLabels = { 'sidecar.istio.io/inject': 'false' };

  public constructor(private readonly options: IstioMeshOptions) {}

  public get namespaceLabels(): Record<string, string> {
    const { revision } = this.options;
    return revision ? { 'istio.io/rev': revision } : { 'istio-injection': 'enabled' };
  }

  public validate(guard: Guard): void {
    const { revision } = guard.struct('options', this.options);
    if (revision !== undefined) {
      guard.dnsLabel('revision', revision);
    }
  }

  /** A sidecar gets its configuration and its certificate there. */
  public egress(cluster: ClusterProfile): MeshEgress[] {
    return [{ location: cluster._locationOf(ISTIO)!, ports: [15012] }];
  }

  public isolateNamespace(scope: Construct, isClosed: boolean): void {
    addMutualTls(scope);
    addEgressControl(scope);
    if (isClosed) {
      addDefaultDeny(scope);
    }
  }

  public addPolicies(scope: Construct, pods: MeshedPods): void {
    addIstioPolicies(scope, pods);
  }

  public addHost(scope: Construct, id: string, host: MeshHost): void {
    addServiceEntry(scope, id, host);
  }
}
