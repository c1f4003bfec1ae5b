import { Construct } from 'constructs';
import { componentId } from '../internal/construct-id';
import { RabbitMq, RabbitMqProps } from './rabbitmq/rabbit-mq';

/**
 * The message brokers of a system, side by side. They know nothing of each other.
 *
 * @example
 * const messaging = new MessagingLayer(agents, 'messaging');
 * const jobs = messaging.addRabbitMq('jobs');
 * api.connectTo(jobs.addQueue('runs'));
 */
export class MessagingLayer extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, componentId(scope, id));
  }

  /** Adds a RabbitMQ. Clients' variables begin with its id. */
  public addRabbitMq(id: string, props: RabbitMqProps = {}): RabbitMq {
    return new RabbitMq(this, id, props);
  }
}
