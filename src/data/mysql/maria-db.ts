import { Construct } from 'constructs';
import { MARIADB } from '../../catalog/images';
import { Guard } from '../../internal/guard';
import { Durability, Guarantees } from '../../model/guarantees';
import { Platform } from '../../platform/platform';
import { PlatformSettings } from '../../platform/settings';
import { SecretSource } from '../../secrets/secret-source';
import { acknowledge } from '../../store/acknowledgement';
import { ClientEncryption } from '../postgres/cloud-native-pg';
import { MariaDbMembers } from './maria-db-members';
import { DeployedMySql, MySqlProvider, MySqlRequest } from './mysql-provider';

/** Options of `MySqlEngine.mariaDb`. */
export interface MariaDbOptions {
  /**
   * Standbys in addition to the primary, 0 to 8.
   *
   * @default 2
   */
  readonly replicas?: number;
  /**
   * What happens to a committed write when the primary is lost. Synchronous writes wait until one standby has received them, and block while
   * there is none; asynchronous ones never wait.
   *
   * @default - Durability.SYNCHRONOUS with two standbys or more, else Durability.ASYNCHRONOUS
   */
  readonly durability?: Durability;
  /**
   * The Secret with the certificate of the members: the keys `tls.crt`, `tls.key` and `ca.crt`. Its names must include the Services `-rw` and
   * `-ro`, and `*.<standbys' Service>`.
   *
   * @default - the Secret `<name of the store>-tls`
   */
  readonly certificate?: SecretSource;
  /**
   * Whether clients must use TLS.
   *
   * @default ClientEncryption.REQUIRED
   */
  readonly clientEncryption?: ClientEncryption;
  /**
   * Another version of the official image, 10.11 or later. Members can be upgraded, but not downgraded.
   *
   * @default - `mariadb` of the catalogue, as `images` of the Platform has it
   */
  readonly image?: string;
}

/** The official image in two StatefulSets, so that labels, Services and budgets are fixed. It does not fail over by itself. */
export class MariaDbProvider implements MySqlProvider {
  public readonly call = 'MySqlEngine.mariaDb()';

  public constructor(private readonly options: MariaDbOptions) {}

  public validate(guard: Guard): void {
    const { certificate, image } = guard.struct('options', this.options);
    guard.integer('replicas', this.standbys, { min: 0, max: 8 }, 'leave it out for 2 standbys');
    guard.oneOf('durability', this.durability, Object.values(Durability), 'use Durability.SYNCHRONOUS or ASYNCHRONOUS');
    if (this.durability === Durability.SYNCHRONOUS && this.standbys === 0) {
      guard.fail('durability', this.durability, 'asynchronous without a standby', 'writes would block forever, waiting for a standby: give replicas, or leave it out');
    }
    guard.oneOf('clientEncryption', this.clientEncryption, Object.values(ClientEncryption), 'leave it out to require TLS');
    if (certificate !== undefined) {
      guard.instance('certificate', certificate, SecretSource, 'SecretSource.existing(\'customers-tls\')')._validate(guard, 'certificate');
    }
    if (image !== undefined) {
      guard.image('image', image);
    }
  }

  public guarantees(settings: PlatformSettings): Guarantees {
    const { zones } = settings;
    const members = this.standbys + 1;
    return {
      replicas: members,
      automaticFailover: false,
      durability: survivesZone(this.standbys, settings) ? this.durability : Durability.ASYNCHRONOUS,
      pointInTimeRecovery: false,
      nodes: zones.isRequired ? Math.min(members, zones.count) : 1,
      customResources: [],
    };
  }

  public deploy(store: Construct, request: MySqlRequest): DeployedMySql {
    const settings = Platform.of(store);
    return new MariaDbMembers(store, request, {
      image: this.options.image ?? settings.images._of(MARIADB),
      standbys: this.standbys,
      standApart: standApart(this.standbys, settings),
      synchronous: this.durability === Durability.SYNCHRONOUS,
      requiresTls: this.clientEncryption === ClientEncryption.REQUIRED,
      certificate: this.options.certificate ?? SecretSource.existing(`${request.name}-tls`),
    }).deploy();
  }

  private get standbys(): number {
    return this.options.replicas ?? 2;
  }

  private get durability(): Durability {
    return this.options.durability ?? (this.standbys >= 2 ? Durability.SYNCHRONOUS : Durability.ASYNCHRONOUS);
  }

  private get clientEncryption(): ClientEncryption {
    return this.options.clientEncryption ?? ClientEncryption.REQUIRED;
  }
}

/** With as many standbys as zones there is one in each, the primary's too; where zones are only preferred, nodes count. */
function standApart(standbys: number, { zones }: PlatformSettings): boolean {
  return !zones.isRequired || standbys < zones.count;
}

/** Semi-synchronous replication waits for any one standby: one in the primary's zone may be lost with it. */
function survivesZone(standbys: number, settings: PlatformSettings): boolean {
  const withPrimary = standApart(standbys, settings) ? 0 : Math.ceil(standbys / settings.zones.count);
  return withPrimary === 0 && acknowledge(standbys, withPrimary).survivesZone;
}
