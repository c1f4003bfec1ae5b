import { Guard } from '../internal/guard';

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

/** The service mesh that a Platform's pods are in. */
export class Mesh {
  /** No mesh: network policies alone separate parts. */
  public static none(): Mesh {
    return new Mesh('none', false);
  }

  /**
   * Istio with sidecars: mutual TLS is strict, and a component talks only to what it is connected to.
   *
   * Pods meet the Pod Security Standard "restricted", so the cluster needs the Istio CNI node agent.
   * @see https://istio.io/latest/docs/setup/additional-setup/cni/
   */
  public static istio(options: IstioMeshOptions = {}): Mesh {
    return new Mesh('istio', true, options?.revision);
  }

  private constructor(
    /** `none` or `istio`. */
    public readonly name: string,
    /** Whether pods get an Istio sidecar. */
    public readonly isIstio: boolean,
    /** The control plane's revision, where one is chosen. */
    public readonly revision?: string,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    if (this.revision !== undefined) {
      guard.dnsLabel('revision', this.revision);
    }
  }
}
