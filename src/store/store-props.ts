import { Size } from 'cdk8s';
import { AlertOverride } from '../model/alert-override';
import { RecoveryObjective } from '../model/guarantees';
import { SecretSource } from '../secrets/secret-source';
import { ComputeResources } from '../workload/compute-resources';

/** Options that every store has. Each store adds its engine, and says what its Secret holds. */
export interface StoreProps {
  /**
   * The volume of each member, 1Gi to 65536Gi.
   *
   * @default - depends on the store, see its page
   */
  readonly storage?: Size;
  /**
   * The storage class of the volumes.
   *
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;
  /**
   * Requests and limits of each member.
   *
   * @default - depends on the store, see its page
   */
  readonly resources?: ComputeResources;
  /**
   * The Secret of the store. Its keys depend on the store.
   *
   * @default - the Secret `<name of the store>-app`
   */
  readonly credentials?: SecretSource;
  /**
   * How much data may be lost, and how long recovery may take. An engine that cannot meet it is an error.
   *
   * @default - no objective
   */
  readonly recovery?: RecoveryObjective;
  /**
   * Overrides of single alerts, by alert id.
   *
   * @default - no overrides
   */
  readonly alerts?: Record<string, AlertOverride>;
}
