import { MeshEgress, MeshProvider } from './mesh-provider';

/** Network policies alone separate components. */
export class NoMesh implements MeshProvider {
  public readonly name = 'none';
  public readonly hasIdentities = false;
  public readonly controlsHosts = false;
  public readonly namespaceLabels = {};
  public readonly podAnnotations = {};
  public readonly outsideLabels = {};

  public validate(): void {
    return;
  }

  public egress(): MeshEgress[] {
    return [];
  }

  public isolateNamespace(): void {
    return;
  }

  public addPolicies(): void {
    return;
  }

  public addHost(): void {
    return;
  }
}
