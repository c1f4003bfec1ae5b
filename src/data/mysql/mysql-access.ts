/** The permissions of a user of a MySQL. */
export class MySqlAccess {
  /** The user reads all tables and views of its databases. */
  public static readOnly(): MySqlAccess {
    return new MySqlAccess(['SELECT', 'SHOW VIEW']);
  }

  /** The user also inserts, updates and deletes rows, and runs stored procedures. It cannot create, alter, drop or truncate tables. */
  public static readWrite(): MySqlAccess {
    return new MySqlAccess(['SELECT', 'SHOW VIEW', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'LOCK TABLES', 'CREATE TEMPORARY TABLES']);
  }

  /** The user may do everything in its databases, as the owner may. */
  public static owner(): MySqlAccess {
    return new MySqlAccess(['ALL PRIVILEGES']);
  }

  private constructor(
    /** @internal */
    public readonly _privileges: string[],
  ) {}
}
