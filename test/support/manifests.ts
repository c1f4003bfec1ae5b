import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { parseAllDocuments } from 'yaml';

/** A rendered object. Tests read deep into it, so its fields are not typed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Manifest = any;

/** Rendered objects, found by kind and name: a test that expects one object fails where there are none or two. */
export class Manifests {
  /** What the objects below a construct render as, after everything was validated as in a synthesis. */
  public static of(root: IConstruct): Manifests {
    const constructs = root.node.findAll();
    const errors = constructs.flatMap((construct) => construct.node.validate().map((error) => `[${construct.node.path}] ${error}`));
    if (errors.length > 0) {
      throw new Error(errors.join('\n'));
    }
    return new Manifests(constructs.filter(ApiObject.isApiObject).map((object) => object.toJson()));
  }

  /** The documents of the YAML files below a folder. */
  public static in(folder: string): Manifests {
    return new Manifests(yamlFiles(folder).flatMap((file) => parse(readFileSync(join(folder, file), 'utf8'))));
  }

  public constructor(public readonly documents: Manifest[]) {}

  /** All objects of a kind, in the order in which they were made. */
  public all(kind: string): Manifest[] {
    return this.documents.filter((document) => document.kind === kind);
  }

  /** The one object of a kind, and of a name where it is given. */
  public one(kind: string, name?: string): Manifest {
    const found = this.all(kind).filter((document) => name === undefined || document.metadata.name === name);
    if (found.length !== 1) {
      throw new Error(`expected one ${kind} ${name ?? ''}, found ${found.length} among:\n  ${this.names().join('\n  ')}`);
    }
    return found[0];
  }

  /** `Kind/name` of everything, sorted. */
  public names(): string[] {
    return this.documents.map((document) => `${document.kind}/${document.metadata?.name}`).sort();
  }

  /** The main container of the one Deployment, StatefulSet or CronJob of a name. */
  public container(kind: string, name?: string): Manifest {
    return this.podSpec(kind, name).containers[0];
  }

  public podSpec(kind: string, name?: string): Manifest {
    const { spec } = this.one(kind, name);
    return kind === 'CronJob' ? spec.jobTemplate.spec.template.spec : spec.template.spec;
  }

  /** The variables of a main container by name; a reference as it stands. */
  public env(kind: string, name?: string): Record<string, unknown> {
    return Object.fromEntries(this.container(kind, name).env.map((entry: Manifest) => [entry.name, entry.value ?? entry.valueFrom]));
  }
}

/** The paths of all YAML files below a folder, relative to it. */
export function yamlFiles(folder: string, below: string = ''): string[] {
  if (!existsSync(join(folder, below))) {
    return [];
  }
  return readdirSync(join(folder, below)).sort().flatMap((name) => {
    const path = below ? `${below}/${name}` : name;
    return statSync(join(folder, path)).isDirectory() ? yamlFiles(folder, path) : path.endsWith('.yaml') ? [path] : [];
  });
}

export function parse(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS()).filter((document) => document !== null);
}
