/** The permissions of a database user. */
export class DatabaseAccess {
  /**
   * The user reads all tables, views and sequences, those that are created later too (`pg_read_all_data`). That includes the
   * catalog `pg_authid` with the SCRAM verifiers of all passwords. Nobody can log in with a verifier, but weak passwords can be
   * guessed from it offline: generate passwords at random, or choose `granted()`.
   */
  public static readOnly(): DatabaseAccess {
    return new DatabaseAccess(['pg_read_all_data']);
  }

  /**
   * The user reads as with `readOnly()`, and inserts, updates and deletes rows in all tables (`pg_write_all_data`). It cannot
   * create, alter, drop or truncate tables: the owner of the database does.
   */
  public static readWrite(): DatabaseAccess {
    return new DatabaseAccess(['pg_read_all_data', 'pg_write_all_data']);
  }

  /** The user may connect, and do only what the owner of the database grants: `GRANT SELECT ON orders TO reporting`. */
  public static granted(): DatabaseAccess {
    return new DatabaseAccess([]);
  }

  private constructor(
    /**
     * The predefined roles that the user is a member of.
     *
     * @internal
     */
    public readonly _memberOf: string[],
  ) {}
}
