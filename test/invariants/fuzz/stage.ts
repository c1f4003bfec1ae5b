import * as cdk8s from 'cdk8s';
import * as plus from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import * as library from '../../../src';
import { hardened, IMAGE, silentApp } from '../../support/platforms';
import { Recipe } from './recipes';

// Names of the public API, found in the assembly.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const NAMES: Record<string, any> = { ...library, Duration: cdk8s.Duration, Size: cdk8s.Size, Cpu: plus.Cpu };

/** Where a construct is tried: its Platform, and sound neighbours that it may be connected to. */
export class Stage {
  public readonly app = silentApp('/nowhere');
  private readonly namespace: library.Namespace;
  private readonly parts = new Map<string, Construct>();

  public constructor(securityProfile: string, mesh: string, environment: string) {
    const props: library.PlatformProps = {
      ...securityProfile === 'hardened' ? hardened() : {}, mesh: NAMES.Mesh[mesh](), environment: NAMES.Environment[environment](),
    };
    this.namespace = new library.Namespace(new library.Platform(this.app, 'production', props), 'agents');
  }

  /** The scope that a construct of that name stands in. */
  public scopeOf(name: string): Construct {
    const inPlatform = ['Namespace', 'PolicyBundle'].includes(name);
    return name === 'Platform' ? this.app : inPlatform ? this.namespace.node.scope as Construct : this.namespace;
  }

  public construct(name: string, props: Recipe | undefined): Construct {
    return new NAMES[name](this.scopeOf(name), 'tried', ...props ? [this.make(props)] : []);
  }

  public make(recipe: Recipe): unknown {
    if ('call' in recipe) {
      const [type, member] = recipe.call.split('.');
      return typeof NAMES[type][member] === 'function' ? NAMES[type][member](...recipe.args.map((arg) => this.make(arg))) : NAMES[type][member];
    }
    if ('struct' in recipe) {
      return Object.fromEntries(Object.entries(recipe.struct).map(([name, value]) => [name, this.make(value)]));
    }
    if ('list' in recipe) {
      return recipe.list.map((element) => this.make(element));
    }
    return 'part' in recipe ? this.part(recipe.part) : recipe.literal;
  }

  /** A sound neighbour, made when it is first asked for. */
  private part(kind: string): Construct {
    const id = `sound-${kind}`;
    const make: Record<string, () => Construct> = {
      api: () => new library.AgentApi(this.namespace, id, { image: IMAGE }),
      model: () => new library.ExternalService(this.namespace, id, { host: 'api.example.com', port: 443, addresses: library.TrafficPeer.publicInternet() }),
      customers: () => new library.DataLayer(this.namespace, id).addPostgres('customers'),
      locks: () => new library.DataLayer(this.namespace, id).addRedis('locks'),
    };
    this.parts.set(kind, this.parts.get(kind) ?? make[kind]());
    return this.parts.get(kind)!;
  }
}
