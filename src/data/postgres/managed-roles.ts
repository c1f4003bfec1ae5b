import { bindings } from '../../internal/bindings';
import { late } from '../../internal/late';
import { PostgresRole } from './postgres-provider';

/** The roles of a Cluster that the operator creates and keeps as they are declared, besides the owner of the database. */
export class ManagedRoles {
  private readonly roles: PostgresRole[] = [];

  public add(role: PostgresRole): void {
    this.roles.push(role);
  }

  /** `spec.managed`, read when rendering: users are added to a store that is deployed already. */
  public toSpec(): import('../../../imports/postgresql.cnpg.io/cluster').ClusterSpecManaged | undefined {
    const { ClusterSpecManagedRolesEnsure: Ensure } = bindings.postgresCluster;
    return late(() => this.roles.length === 0 ? undefined : {
      roles: [...this.roles].sort((a, b) => a.name < b.name ? -1 : 1).map(({ name, memberOf, credentials }) => ({
        name,
        ensure: Ensure.PRESENT,
        login: true,
        inRoles: memberOf.length > 0 ? memberOf : undefined,
        passwordSecret: { name: credentials.secretName },
      })),
    });
  }
}
