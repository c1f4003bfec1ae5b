import { readFileSync } from 'fs';
import { join } from 'path';

/** A primitive, the full name of a type, or `array` or `map`. */
export type PropType = string;

export interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: string; readonly elementtype: TypeReference };
  readonly union?: { readonly types: TypeReference[] };
}

export interface Parameter {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
}

export interface Method {
  readonly name: string;
  readonly static?: boolean;
  readonly protected?: boolean;
  readonly parameters?: Parameter[];
}

export interface TypeOfAssembly {
  readonly abstract?: boolean;
  readonly name: string;
  readonly kind: string;
  readonly datatype?: boolean;
  readonly interfaces?: string[];
  readonly properties?: Parameter[];
  readonly initializer?: Method;
  readonly methods?: Method[];
  readonly members?: { readonly name: string }[];
  readonly base?: string;
}

/** The public API, as jsii wrote it when the library was compiled. */
export function types(): Record<string, TypeOfAssembly> {
  return JSON.parse(readFileSync(join(__dirname, '..', '..', '.jsii'), 'utf8')).types;
}

/**
 * All that a program can give to the library, with its type: `<type>.<prop>` of every struct that a constructor or method takes,
 * and `<type>.<method>.<parameter>` of what is no struct.
 */
export function inputsOf(assembly: string): Map<string, PropType> {
  const all = types();
  const inputs = new Map<string, PropType>();
  const structs = new Set<string>();
  const visit = (reference: TypeReference): void => named(reference).filter((name) => isStruct(all[name]) && !structs.has(name)).forEach((name) => {
    structs.add(name);
    all[name].interfaces?.forEach((fqn) => visit({ fqn }));
    all[name].properties?.forEach((prop) => {
      inputs.set(`${all[name].name}.${prop.name}`, typeName(prop.type));
      visit(prop.type);
    });
  });
  for (const type of Object.values(all).filter(({ kind }) => kind === 'class')) {
    type.initializer?.parameters?.forEach(({ type: given }) => visit(given));
    for (const method of type.methods ?? []) {
      method.parameters?.forEach((parameter) => {
        visit(parameter.type);
        if (!named(parameter.type).some((name) => name.startsWith(`${assembly}.`) && isStruct(all[name]))) {
          inputs.set(`${type.name}.${method.name}.${parameter.name}`, typeName(parameter.type));
        }
      });
    }
  }
  return inputs;
}

/**
 * The sets of named values that a program gives, with their type: `<type>.<method>.<parameter>` of constructors (`new`) and methods, and
 * `<type>.<prop>` of those within another one, `<type>.<prop>[x]` where each value of a record is one.
 */
export function structInputsOf(assembly: string): Map<string, TypeOfAssembly> {
  const all = types();
  const inputs = new Map<string, TypeOfAssembly>();
  const visit = (name: string, reference: TypeReference): void => named(reference).filter((fqn) => isStruct(all[fqn]) && fqn.startsWith(`${assembly}.`)).forEach((fqn) => {
    inputs.set(name, all[fqn]);
    ancestry(all[fqn]).forEach((struct) => struct.properties?.forEach((prop) =>
      visit(`${struct.name}.${prop.name}${prop.type.collection ? '[x]' : ''}`, prop.type)));
  });
  for (const type of Object.values(all).filter(({ kind }) => kind === 'class')) {
    [...type.initializer ? [{ ...type.initializer, name: 'new' }] : [], ...type.methods ?? []].forEach((method) =>
      method.parameters?.forEach((parameter) => visit(`${type.name}.${method.name}.${parameter.name}`, parameter.type)));
  }
  return inputs;
}

/** The props of a struct, with those of the structs that it extends. */
export function propsOf(struct: TypeOfAssembly): string[] {
  return ancestry(struct).flatMap(({ properties }) => properties?.map(({ name }) => name) ?? []).sort();
}

function ancestry(struct: TypeOfAssembly): TypeOfAssembly[] {
  return [struct, ...struct.interfaces?.flatMap((fqn) => ancestry(types()[fqn])) ?? []];
}

function isStruct(type: TypeOfAssembly | undefined): boolean {
  return type?.kind === 'interface' && type.datatype === true;
}

function named(reference: TypeReference): string[] {
  return reference.fqn ? [reference.fqn] : [
    ...reference.collection ? named(reference.collection.elementtype) : [], ...reference.union?.types.flatMap(named) ?? [],
  ];
}

function typeName(reference: TypeReference): PropType {
  return reference.primitive ?? reference.fqn ?? reference.collection?.kind ?? 'union';
}
