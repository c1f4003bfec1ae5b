import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { JournalEngine, JournalProvider } from './journal-engine';
import { Connectable, Store, StoreProps } from 'cdk8s-agent-platform';
import { DeployedStore, NameLimit, serviceHost, StoreKind, StoreLife, StoreRequest } from 'cdk8s-agent-platform/store';

/** A store that this library does not know, on an operator that it does not know. */
export interface JournalProps extends StoreProps {
  readonly engine?: JournalEngine;
}

const KIND: StoreKind<JournalProvider> = {
  engineClass: JournalEngine,
  engines: () => [JournalEngine.operated()],
  storage: Size.gibibytes(2),
  resources: { cpu: Cpu.millis(100), memory: Size.mebibytes(128) },
  nameLimit: NameLimit.NUMBERED,
};

export class Journal extends Store {
  protected readonly _life: StoreLife<StoreRequest, DeployedStore>;

  public constructor(scope: Construct, id: string, props: JournalProps = {}) {
    super(scope, id);
    this._life = new StoreLife(this, props, KIND);
    this._begin(this._life, this._life.request);
  }

  public toConnectable(): Connectable {
    return {
      peers: [this.connections.peer],
      ports: [7000],
      connections: this.connections,
      binding: { type: 'journal', literals: { host: serviceHost(this, this.name), port: '7000' } },
    };
  }
}
