import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Connections } from '../connections/connections';
import { Guard } from '../internal/guard';
import { Guarantees } from '../model/guarantees';
import { MonitoringPlan } from '../model/monitoring-plan';
import { PlatformSettings } from '../platform/settings';
import { SecretSource } from '../secrets/secret-source';
import { ResolvedResources } from '../workload/compute-resources';

/** What is asked of any engine, with nothing left out. A store adds what is its own. */
export interface StoreRequest {
  /** What the store's objects are called. */
  readonly name: string;
  /** What people call the store by. */
  readonly componentName: string;
  readonly storage: Size;
  readonly storageClass?: string;
  readonly resources: ResolvedResources;
  /** The Secret that the user named. */
  readonly credentials?: SecretSource;
}

/** What an engine made. */
export interface DeployedStore {
  /** Of what clients talk to; absent where that is outside of the cluster. */
  readonly connections?: Connections;
  readonly monitoring: MonitoringPlan;
}

/** An engine that runs a store. */
export interface StoreProvider<Request extends StoreRequest = StoreRequest, Deployed extends DeployedStore = DeployedStore> {
  /** How a user writes it: `PostgresEngine.plain()`. */
  readonly call: string;
  /** Whether the store runs outside of the cluster, so that there is nothing to size here. */
  readonly isExternal?: boolean;
  /** Refuses bad options. */
  validate(guard: Guard): void;
  guarantees(settings: PlatformSettings): Guarantees;
  deploy(store: Construct, request: Request): Deployed;
}
