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
   * @default - a size of the store's own, see its page
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
   * @default - amounts of the store's own, see its page
   */
  readonly resources?: ComputeResources;
  /**
   * The Secret of the store. Which keys it holds depends on the store.
   *
   * @default - the Secret `<name of the store>-app`
   */
  readonly credentials?: SecretSource;
  /**
   * What the loss of a zone, and of the data itself, may cost. An engine that cannot keep to it is an error.
   *
   * @default - nothing is asked
   */
  readonly recovery?: RecoveryObjective;
  /**
   * Changes to single alerts, by their id.
   *
   * @default - alerts as they are
   */
  readonly alerts?: Record<string, AlertOverride>;
}
