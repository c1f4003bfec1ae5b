import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Document as YamlDocument, parseDocument } from 'yaml';
import { Json, Manifests as Judged } from '../catalog/rules/manifest';

/** One object of a folder of manifests: parsed, and as text. */
export interface Document {
  readonly object: Json;
  /** The untouched text: what is judged is what a user commits, not our own rendering of it. */
  readonly source: string;
  readonly file: string;
}

/** The manifests of one cluster with the files that they stand in. */
export interface Manifests extends Judged {
  readonly documents: Document[];
}

/** The YAML files of a folder and of those in it, in the order of their names. */
export function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name, 'en')).flatMap((entry) => {
    if (entry.isDirectory()) {
      return yamlFiles(join(folder, entry.name));
    }
    // kustomization.yaml is an instruction to kustomize, not an object of the cluster.
    return /\.ya?ml$/.test(entry.name) && entry.name !== 'kustomization.yaml' ? [join(folder, entry.name)] : [];
  });
}

/** The objects of a file. What cannot be read as YAML is reported to the caller and left out. */
export function readDocuments(file: string, onError: (message: string) => void): Document[] {
  // A line of three dashes in column 0 cannot stand inside a block scalar, so this split is exact.
  const sources = readFileSync(file, 'utf8').split(/^---[ \t]*$/m);
  return sources.flatMap((source) => {
    const object = contentOf(parseDocument(source), onError);
    return object === null || object === undefined ? [] : [{ source, object, file }];
  });
}

/** The value of a document; an alias bomb is refused only when it is expanded. */
function contentOf(parsed: YamlDocument, onError: (message: string) => void): Json {
  const report = ({ message }: { message: string }): void => onError(message.split('\n')[0]);
  parsed.errors.forEach(report);
  if (parsed.errors.length > 0) {
    return undefined;
  }
  try {
    return parsed.toJS();
  } catch (error) {
    report(error as Error);
    return undefined;
  }
}
