import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { NameLimit, objectName } from '../internal/naming';
import { quantity } from '../internal/plus/workloads';
import { AlertOverride } from '../model/alert-override';
import { Guarantees } from '../model/guarantees';
import { Platform } from '../platform/platform';
import { PlatformSettings } from '../platform/settings';
import { SecretSource } from '../secrets/secret-source';
import { resolveResources } from '../workload/compute-resources';
import { checkRecovery } from './recovery-check';
import { StoreProps } from './store-props';
import { DeployedStore, StoreProvider, StoreRequest } from './store-provider';

/** What a user passes as `engine`: the class whose factories make it is the store's own. */
export interface StoreEngine<Provider> {
  readonly _provider: Provider;
}

/** What one kind of store has of its own. */
export interface StoreKind<Provider> {
  /** The class of what a user passes as `engine`. */
  readonly engineClass: Function;
  /** One of each, without options; the first is the default. A recovery objective that cannot be kept names those that can. */
  readonly engines: () => StoreEngine<Provider>[];
  readonly storage: Size;
  readonly resources: { readonly cpu: Cpu; readonly memory: Size };
  readonly nameLimit: NameLimit;
}

/** From its props to what was deployed: what every store goes through, in this order. */
export class StoreLife<Request extends StoreRequest, Deployed extends DeployedStore> {
  public readonly guard: Guard;
  public readonly name: string;
  public readonly guarantees: Guarantees;
  /** What is common to all stores of what the engine is asked. */
  public readonly request: StoreRequest;

  private readonly props: StoreProps;
  private readonly settings: PlatformSettings;
  private readonly provider: StoreProvider<Request, Deployed>;
  /** How old the newest of each of its dumps is at the most. */
  private readonly dumps: Duration[] = [];
  private made?: Deployed;

  public constructor(
    private readonly store: Construct, given: StoreProps & { readonly engine?: StoreEngine<StoreProvider<Request, Deployed>> },
    private readonly kind: StoreKind<StoreProvider<Request, Deployed>>,
  ) {
    const props = this.props = frozen(given);
    this.guard = new Guard(store);
    this.guard.struct('props', props);
    this.settings = Platform.of(store);
    this.name = objectName(store, kind.nameLimit);
    const engines = kind.engines();
    this.provider = this.guard.instance('engine', props.engine ?? engines[0], kind.engineClass, engines[0]._provider.call)._provider;
    this.provider.validate(this.guard.within('engine'));
    this.guarantees = this.provider.guarantees(this.settings);
    checkRecovery(store, props.recovery, this.provider, engines.map(({ _provider }) => _provider), this.dumps);
    this.request = this.resolve();
  }

  public deploy(request: Request): Deployed {
    this.made = this.provider.deploy(this.store, request);
    return this.made;
  }

  /** Dumps count for the recovery objective. */
  public addDump(recoveryPoint: Duration): void {
    this.dumps.push(recoveryPoint);
  }

  public get deployed(): Deployed {
    return this.made!;
  }

  /** Overrides of single alerts. */
  public get alerts(): Record<string, AlertOverride> | undefined {
    return this.props.alerts;
  }

  private resolve(): StoreRequest {
    const { guard, kind, props } = this;
    this.refuseSizes();
    return {
      name: this.name,
      componentName: this.store.node.id,
      storage: guard.size('storage', props.storage ?? kind.storage, { min: Size.gibibytes(1), max: Size.gibibytes(65536) },
        `leave it out for ${quantity(kind.storage)}`),
      storageClass: props.storageClass === undefined ? undefined : guard.objectName('storageClass', props.storageClass),
      resources: resolveResources(guard, props.resources, kind.resources, this.settings.securityProfile),
      credentials: props.credentials === undefined ? undefined : this.credentials(props.credentials),
    };
  }

  private refuseSizes(): void {
    const { storage, storageClass, resources } = this.props;
    const given = Object.entries({ storage, storageClass, resources }).find(([, value]) => value !== undefined);
    if (this.provider.isExternal && given) {
      this.guard.conflicts(given[0], `${this.provider.call}, which runs outside of the cluster`, 'leave it out');
    }
  }

  private credentials(given: SecretSource): SecretSource {
    this.guard.instance('credentials', given, SecretSource, `SecretSource.existing('${this.store.node.id}-app')`)._validate(this.guard, 'credentials');
    return given;
  }
}
