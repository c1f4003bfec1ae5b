import { frozen } from '../../internal/frozen';
import { PlainRabbitMqOptions, PlainRabbitMqProvider } from './plain-rabbit-mq';
import { RabbitMqProvider } from './rabbit-mq-provider';

/** What runs a RabbitMQ. */
export class RabbitMqEngine {
  /** The official image in a StatefulSet: nodes that find each other by name, and quorum queues with a replica on three of them. It needs no custom resource. */
  public static plain(options: PlainRabbitMqOptions = {}): RabbitMqEngine {
    return new RabbitMqEngine(new PlainRabbitMqProvider(frozen(options)));
  }

  private constructor(
    /** @internal */
    public readonly _provider: RabbitMqProvider,
  ) {}
}
