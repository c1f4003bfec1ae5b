import { Service } from 'cdk8s-plus-29';
import { WorkloadComponent } from '../component/workload-component';
import { Connectable, IConnectable } from '../connections/connectable';
import { Guard } from '../internal/guard';
import { variablePrefix } from '../internal/naming';
import { NamedPort } from '../workload/pod-plan';
import { ServicePortPlan } from '../workload/replicated-workload';
import { serviceHost } from '../workload/service-host';
import { ApiPort, ApiPortTarget, validatePorts } from './api-port';

const SERVICE_PORT = 80;
/** How long requests still arrive after a pod begins to terminate: it takes that long until every proxy has removed the endpoint. */
export const DRAIN_SECONDS = 10;

/** The ports of a program that serves HTTP. */
export class HttpPorts {
  public readonly http: NamedPort;
  public readonly additional: ApiPort[];

  /** `metrics` is the port of metrics, if there is one. */
  public constructor(guard: Guard, options: { readonly port?: number; readonly additionalPorts?: ApiPort[] }, metrics?: NamedPort) {
    this.http = { name: 'http', number: guard.podPort('port', options.port ?? 8080) };
    this.additional = guard.list('additionalPorts', options.additionalPorts ?? [], 0, 'write it like [ApiPort.grpc(\'runs\', 9000)]');
    validatePorts(guard, this.additional, [this.http, ...metrics ? [metrics] : []]);
  }

  public get service(): ServicePortPlan[] {
    return [{ name: 'http', port: SERVICE_PORT, target: this.http }, ...this.additional.map(toServicePort)];
  }
}

/** The base class of programs that serve HTTP behind a Service: further ports, and each port as a target. */
export abstract class HttpProgram extends WorkloadComponent implements IConnectable {
  /** @internal */
  protected abstract readonly _ports: HttpPorts;

  private readonly targets = new Map<string, ApiPortTarget>();

  /** The Service through which clients reach it. */
  public get service(): Service {
    return this._workload.service!;
  }

  /**
   * One of `additionalPorts` as a target: `gateway.route('/acme.runs.v1.Runs', api.port('runs'))` and `client.connectTo(api.port('runs'))` open
   * that port and no other. A client's variables begin with the ids of both, such as `API_RUNS`.
   *
   * @param name Its name, without the protocol.
   */
  public port(name: string): IConnectable {
    const target = this.targets.get(name);
    const known = [...this.targets.keys()].join(', ') || 'additionalPorts, which is empty';
    return target ?? new Guard(this, 'port.').fail('name', name, `one of ${known}`,
      'declare it: additionalPorts: [ApiPort.grpc(\'runs\', 9000)]', 'NotFound');
  }

  public toConnectable(): Connectable {
    const host = serviceHost(this, this._workload.name);
    return {
      peers: [this.connections.peer],
      ports: [this._ports.http.number],
      connections: this.connections,
      binding: { type: 'http', literals: { host, port: `${SERVICE_PORT}`, uri: `http://${host}:${SERVICE_PORT}` } },
    };
  }

  /**
   * Tells the program its ports, and makes a target of each further one.
   *
   * @internal
   */
  protected _announcePorts(): void {
    const { environment } = this._workload;
    environment.addVariable('PORT', `${this._ports.http.number}`);
    for (const port of this._ports.additional) {
      environment.addVariable(`${variablePrefix(port.name)}_PORT`, `${port.number}`);
      this.targets.set(port.name, new ApiPortTarget(this, port.name, () => this.connectableOf(port)));
    }
  }

  private connectableOf({ name, protocol, number }: ApiPort): Connectable {
    const host = serviceHost(this, this._workload.name);
    return {
      peers: [this.connections.peer],
      ports: [number],
      connections: this.connections,
      binding: { type: protocol, literals: { host, port: `${number}`, uri: `http://${host}:${number}` } },
      prefix: `${variablePrefix(this.node.id)}_${variablePrefix(name)}`,
    };
  }
}

function toServicePort(port: ApiPort): ServicePortPlan {
  return { name: port._named.name, port: port.number, target: port._named, appProtocol: port._appProtocol };
}
