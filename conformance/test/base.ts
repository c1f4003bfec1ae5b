import { join } from 'path';
import { Finding, print } from '../findings';
import { Json } from '../kubectl';
import { Document, inOrder, readDocuments } from '../manifests';

const BASE = readDocuments(join(__dirname, 'base.yaml'));

/** The good example in a namespace of its own, broken in one place. */
export function broken(namespace: string, kind?: string, breakIt: (object: Json) => void = () => undefined): Document[] {
  return inOrder(
    BASE.map(({ object: original, file }) => {
      const object = JSON.parse(JSON.stringify(original).replaceAll('"good"', JSON.stringify(namespace)));
      if (object.kind === kind) breakIt(object);
      return { source: JSON.stringify(object), object, file };
    }),
  );
}

export const podSpec = (deployment: Json): Json => deployment.spec.template.spec;

/** Findings as lines, which is what a person sees. */
export const lines = (findings: Finding[]) => findings.map(print);
