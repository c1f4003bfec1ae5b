import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../connections/connectable';
import { Guard } from '../internal/guard';
import { NamedPort } from '../workload/pod-plan';

/** The maximum length of a port name, minus its protocol prefix. */
const LONGEST_NAME = 10;

/** A port of an AgentApi in addition to that of its HTTP API. */
export class ApiPort {
  /** A gRPC port, named `grpc-<name>`; `number` is 1024 to 65535, in the pods and in the Service. */
  public static grpc(name: string, number: number): ApiPort {
    return new ApiPort('grpc', name, number);
  }

  /** An HTTP port, named `http-<name>`; `number` is 1024 to 65535, in the pods and in the Service. */
  public static http(name: string, number: number): ApiPort {
    return new ApiPort('http', name, number);
  }

  private constructor(
    /** `grpc` or `http`. */
    public readonly protocol: string,
    /** Its name, without the protocol. */
    public readonly name: string,
    /** The port that the program listens on. */
    public readonly number: number,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    guard.dnsLabel('name', this.name, LONGEST_NAME);
    if (this.name.includes('--')) {
      guard.fail('name', this.name, 'a name without two consecutive dashes', 'Kubernetes does not allow them in the name of a port');
    }
    guard.podPort('number', this.number);
  }

  /**
   * The port as meshes and health checks know it.
   *
   * @internal
   */
  public get _named(): NamedPort {
    return { name: `${this.protocol}-${this.name}`, number: this.number };
  }

  /**
   * The protocol as Kubernetes names it: both Istio and the Gateway API read it.
   *
   * @internal
   */
  public get _appProtocol(): string {
    return this.protocol === 'grpc' ? 'kubernetes.io/h2c' : 'http';
  }
}

/** One port of an AgentApi as a target: only that port is opened. */
export class ApiPortTarget extends Construct implements IConnectable {
  public constructor(scope: Construct, id: string, private readonly connectable: () => Connectable) {
    super(scope, id);
  }

  public toConnectable(): Connectable {
    return this.connectable();
  }
}

/** Refuses ports that are there twice. `taken` are the other ports of the pods. */
export function validatePorts(guard: Guard, ports: ApiPort[], taken: NamedPort[]): void {
  ports.forEach((port, index) => {
    guard.instance(`additionalPorts[${index}]`, port, ApiPort, 'ApiPort.grpc(\'runs\', 9000)');
    const at = guard.within(`additionalPorts[${index}]`);
    port._validate(at);
    const before = ports.slice(0, index);
    if (port.name === 'http' || port.name === 'metrics' || before.some(({ name }) => name === port.name)) {
      at.fail('name', port.name, 'a name that no other port of the API has', 'choose another name', 'Duplicate');
    }
    if ([...taken, ...before].some(({ number }) => number === port.number)) {
      at.fail('number', port.number, 'a number that no other port of the API has', 'let the program listen on another port', 'Duplicate');
    }
  });
}
