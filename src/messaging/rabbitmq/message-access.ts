/** What a user of a RabbitMQ may do: regular expressions for what it declares, what it publishes to, and what it consumes from. */
export class MessageAccess {
  /** The user publishes to every exchange, and declares nothing. */
  public static publish(): MessageAccess {
    return new MessageAccess('^$', '.*', '^$');
  }

  /** The user consumes from every queue, and declares nothing. */
  public static consume(): MessageAccess {
    return new MessageAccess('^$', '^$', '.*');
  }

  /** The user publishes and consumes, and declares nothing. */
  public static publishAndConsume(): MessageAccess {
    return new MessageAccess('^$', '.*', '.*');
  }

  /** The user also declares and deletes queues, exchanges and bindings: what Celery and other frameworks need. */
  public static declare(): MessageAccess {
    return new MessageAccess('.*', '.*', '.*');
  }

  private constructor(
    /** @internal */
    public readonly _configure: string,
    /** @internal */
    public readonly _write: string,
    /** @internal */
    public readonly _read: string,
  ) {}
}
