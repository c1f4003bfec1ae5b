import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { observing, rendered, RenderedObject } from '../internal/rendered-object';
import { arrange, render, writeObject } from './output';
import { Platform } from './platform';
import { SynthWarning } from './registry';
import { retiredWarnings } from './retired-warnings';

/** What a synthesis writes, in memory. */
export interface Synthesis {
  /** The text of each file by its path. */
  readonly files: Map<string, string>;
  /** Warnings of what the objects use that is retired. */
  readonly retired: SynthWarning[];
}

/**
 * Everything below an app in the order of the tree, or what belongs to the named Platforms: neither the content of others
 * nor Charts outside of a Platform.
 */
export function constructsOf(scope: IConstruct, platforms?: Set<string>): IConstruct[] {
  if (!platforms) {
    return scope.node.findAll();
  }
  return [scope, ...scope.node.children.flatMap((child) => {
    if (child instanceof Platform) {
      return platforms.has(child.node.id) ? child.node.findAll() : [];
    }
    return Chart.isChart(child) ? [] : constructsOf(child, platforms);
  })];
}

/** Validates and renders, one Platform after the other; throws with all that is wrong. */
export function synthesize(constructs: IConstruct[]): Synthesis {
  const problems = new Map<IConstruct, string[]>();
  const validate = (construct: IConstruct): void => {
    const errors = construct.node.validate();
    if (errors.length > 0) {
      problems.set(construct, errors);
    }
  };
  constructs.filter((construct) => !(construct instanceof Platform)).forEach(validate);
  const made: Synthesis = { files: new Map(), retired: [] };
  for (const [platform, objects] of byPlatform(constructs)) {
    const writer = new ObjectWriter();
    observing((one) => writer.add(one), () => platform && validate(platform));
    if (problems.size === 0) {
      render(arrange(objects), (object) => writer.textOf(object)).forEach((text, path) => made.files.set(path, text));
      made.retired.push(...writer.retired);
    }
  }
  refuse(constructs, problems);
  return made;
}

/** Writes objects while validation looks at them: most are rendered once, and none is kept. */
class ObjectWriter {
  public readonly retired: SynthWarning[] = [];
  private readonly written = new Map<ApiObject, () => string>();

  public add(one: RenderedObject): void {
    this.retired.push(...retiredWarnings([one]));
    this.written.set(one.object, attempt(() => writeObject(one)));
  }

  public textOf(object: ApiObject): string {
    if (!this.written.has(object)) {
      this.add(rendered(object));
    }
    return this.written.get(object)!();
  }
}

/** What an action returned or threw: validation says first what is wrong. */
function attempt<T>(action: () => T): () => T {
  try {
    const result = action();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** The objects of each Platform, and those outside of one. */
function byPlatform(constructs: IConstruct[]): Map<Platform | undefined, ApiObject[]> {
  const found = new Map<Platform | undefined, ApiObject[]>([[undefined, []]]);
  constructs.filter((construct) => construct instanceof Platform).forEach((platform) => found.set(platform, []));
  constructs.filter(ApiObject.isApiObject).forEach((object) => found.get(platformOf(object))!.push(object));
  return found;
}

function platformOf(object: ApiObject): Platform | undefined {
  return object.node.scopes.find((scope) => scope instanceof Platform);
}

function refuse(constructs: IConstruct[], problems: Map<IConstruct, string[]>): void {
  if (problems.size > 0) {
    const errors = constructs.flatMap((construct) => problems.get(construct)?.map((error) => `[${construct.node.path}] ${error}`) ?? []);
    throw new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
  }
}
