import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { AmbientMesh } from './istio/ambient-mesh';
import { SidecarMesh } from './istio/sidecar-mesh';
import { MeshProvider } from './mesh-provider';
import { NoMesh } from './no-mesh';

/** Options of `Mesh.istio`. */
export interface IstioMeshOptions {
  /**
   * The control plane's revision, written as the label `istio.io/rev`.
   *
   * @default - the default revision, by the label `istio-injection: enabled`
   * @see https://istio.io/latest/docs/setup/upgrade/canary/
   */
  readonly revision?: string;
}

/** The service mesh of a Platform. */
export class Mesh {
  /** No mesh: only network policies isolate components. */
  public static none(): Mesh {
    return new Mesh(new NoMesh());
  }

  /**
   * Istio with sidecars: mutual TLS is strict, and components connect only to what they are connected to.
   *
   * Pods meet the Pod Security Standard "restricted", so the cluster needs the Istio CNI node agent.
   * @see https://istio.io/latest/docs/setup/additional-setup/cni/
   */
  public static istio(options: IstioMeshOptions = {}): Mesh {
    return new Mesh(new SidecarMesh(frozen(options)));
  }

  /**
   * Istio in ambient mode: a proxy on each node (ztunnel) instead of one in each pod. Otherwise it is the same as with sidecars. ztunnel does not match host names: an ExternalService needs `addresses`.
   *
   * @see https://istio.io/latest/docs/ambient/overview/
   */
  public static istioAmbient(): Mesh {
    return new Mesh(new AmbientMesh());
  }

  private constructor(
    /** @internal */
    public readonly _provider: MeshProvider,
  ) {}

  /** `none`, `istio` or `istioAmbient`. */
  public get name(): string {
    return this._provider.name;
  }

  /** @internal */
  public _validate(guard: Guard): void {
    this._provider.validate(guard);
  }
}
