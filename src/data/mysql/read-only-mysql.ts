import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../../connections/connectable';

/** The standbys of a MySql, as a target of their own. */
export class ReadOnlyMySql extends Construct implements IConnectable {
  public constructor(scope: Construct, id: string, private readonly produce: () => Connectable) {
    super(scope, id);
  }

  public toConnectable(): Connectable {
    return this.produce();
  }
}
