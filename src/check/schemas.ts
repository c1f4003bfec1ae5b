import { readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import { groupOf, Json, Manifests } from '../catalog/rules/manifest';
import { Rule } from '../catalog/rules/rule';
import { readDocuments } from './documents';

const OBJECT_FIELDS = { apiVersion: {}, kind: {}, metadata: {} };

/** An object takes the fields that its schema names and no others, as under strict field validation. */
function close(schema: Json, isObject = schema['x-kubernetes-embedded-resource']): void {
  if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string') {
    delete schema.type;
  }
  // Ajv refuses to compile it, and without a type null is allowed anyway.
  if (!schema.type) {
    delete schema.nullable;
  }
  if (schema.properties) {
    schema.properties = { ...isObject ? OBJECT_FIELDS : {}, ...schema.properties };
    if (!schema['x-kubernetes-preserve-unknown-fields']) {
      schema.additionalProperties ??= false;
    }
    Object.values(schema.properties).forEach((property) => close(property));
  }
  [schema.items, schema.additionalProperties].filter((inner) => inner && typeof inner === 'object').forEach((inner) => close(inner));
}

function schemaFiles(path: string): string[] {
  return statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|ya?ml)$/.test(name)).sort().map((name) => join(path, name))
    : [path];
}

function sentence({ keyword, instancePath, params, message }: ErrorObject): string {
  const path = instancePath.slice(1).replace(/\//g, '.').replace(/~1/g, '/');
  const inside = (field: string): string => (path ? `${path}.${field}` : field);
  if (keyword === 'additionalProperties') {
    return `unknown field ${inside(params.additionalProperty)}`;
  }
  if (keyword === 'required') {
    return `${inside(params.missingProperty)} is missing`;
  }
  const allowed = keyword === 'enum' ? `: ${params.allowedValues.join(', ')}` : '';
  return `${path || 'the object'} ${message}${allowed}`;
}

/** Schemas that the user gave: OpenAPI documents of Kubernetes or of a live cluster, and CustomResourceDefinitions. */
export class Schemas {
  // Patterns are written for Go and formats are the API server's own: neither can be judged here.
  private readonly ajv = new Ajv({ allErrors: true, strict: false, validateSchema: false, validateFormats: false }).removeKeyword('pattern');
  /** By `apps/v1 Deployment`; of two with one name, the one read first. */
  private readonly kinds = new Map<string, Json>();
  private readonly compiled = new Map<string, ValidateFunction>();
  private openApis = 0;

  /** Reads what is asked for by these documents. */
  public constructor(paths: string[], documents: Manifests['documents'], onError: (file: string, message: string) => void) {
    const groups = new Set(documents.map(({ object }) => groupOf(object)).filter((group) => group !== ''));
    for (const file of paths.flatMap(schemaFiles)) {
      const text = readFileSync(file, 'utf8');
      if (file.endsWith('.json')) {
        this.add(JSON.parse(text));
        // A folder with hundreds of definitions takes long to parse, and most groups are not in use.
      } else if ([...groups].some((group) => text.includes(group))) {
        readDocuments(file, (message) => onError(file, message)).forEach(({ object }) => this.add(object));
      }
    }
  }

  private add(content: Json): void {
    if (content.kind === 'CustomResourceDefinition') {
      return this.addCustom(content.spec);
    }
    const [definitions, pointer] = content.definitions
      ? [content.definitions, 'definitions']
      : [content.components?.schemas ?? {}, 'components/schemas'];
    Object.values(definitions).forEach((definition) => close(definition));
    const id = `schemas-${++this.openApis}`;
    this.ajv.addSchema(content, id);
    for (const [name, definition] of Object.entries<Json>(definitions)) {
      // Swagger has no unions: a quantity is called a string there, and the API server takes numbers too.
      if (name.endsWith('.api.resource.Quantity') && definition.type) {
        definition.type = ['string', 'number'];
      }
      for (const { group, version, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
        this.put(group, version, kind, { $ref: `${id}#/${pointer}/${name}` });
      }
    }
  }

  private addCustom({ group, names, versions }: Json): void {
    for (const { name, schema } of versions) {
      const root = schema?.openAPIV3Schema ?? {};
      close(root, true);
      this.put(group, name, names.kind, root);
    }
  }

  private put(group: string, version: string, kind: string, schema: Json): void {
    const name = `${group ? `${group}/` : ''}${version} ${kind}`;
    if (!this.kinds.has(name)) {
      this.kinds.set(name, schema);
    }
  }

  private validatorOf(name: string): ValidateFunction | undefined {
    if (!this.compiled.has(name) && this.kinds.has(name)) {
      this.compiled.set(name, this.ajv.compile(this.kinds.get(name)));
    }
    return this.compiled.get(name);
  }

  public rule(): Rule {
    return {
      id: 'schema',
      text: 'The schema of its kind knows every field and takes its value',
      reason: 'The API server rejects the object, or silently drops the field.',
      check: (object) => {
        const name = `${object.apiVersion} ${object.kind}`;
        const validate = this.validatorOf(name);
        if (!validate) {
          return [`no schema of ${name} was given`];
        }
        validate(object);
        // Why each branch of a choice was not taken says less than that none was.
        return (validate.errors ?? []).filter(({ schemaPath }) => !/\/(oneOf|anyOf)\/\d/.test(schemaPath)).map(sentence);
      },
    };
  }
}
