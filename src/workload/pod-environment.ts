import { k8s } from 'cdk8s-plus-29';
import { IConstruct } from 'constructs';
import { Binding } from '../connections/binding';
import { BindingForm, Connection } from '../connections/connection';
import { Guard } from '../internal/guard';
import { checksum, limitName, NameLimit } from '../internal/naming';
import { Registry } from '../platform/registry';
import { PlatformSettings } from '../platform/settings';
import { SecretSource, SecretKey } from '../secrets/secret-source';

/** Where bindings in the form of files stand, by servicebinding.io's own name for the variable. */
const BINDING_ROOT = '/bindings';
const SECRET_ROOT = '/etc/secrets';
/** Where certificates of bindings are in the form of variables: a folder below `BINDING_ROOT` would have to be a whole binding. */
const CERTIFICATE_ROOT = '/etc/certificates';
/** Entries that are files in every form: they are renewed while the pod runs, and a variable would keep the old ones. */
const CERTIFICATE = /\.(crt|pem|key|p12|jks)$/;
/** The variables with the paths of the usual ones. */
const CERTIFICATE_VARIABLES = new Map([['ca.crt', 'CA_FILE'], ['tls.crt', 'CERT_FILE'], ['tls.key', 'KEY_FILE']]);
/** Readable for the pod's group, which is how a volume's files are shared with a process that is not root. */
export const READ_ONLY_FILES = 0o440;

/** Words in a variable's name by which scanners take its value for a credential. */
const SENSITIVE = /secret|token|password|pwd|bearer|jwt|key|credential/i;

/** The variables, credentials, bindings and files of a pod's main container and, by name, of its other containers. */
export class PodEnvironment {
  private readonly others = new Map<string, PodEnvironment>();
  private readonly variables = new Map<string, k8s.EnvVar>();
  private readonly userVariables = new Set<string>();
  private readonly bound = new Set<string>();
  private readonly folders = new Map<string, string>();
  private readonly volumeList: k8s.Volume[] = [];
  private readonly mountList: k8s.VolumeMount[] = [];
  private readonly annotationMap = new Map<string, string>();
  private readonly sources = new Map<string, SecretSource>();

  public constructor(
    private readonly owner: IConstruct, private readonly namespace: string | undefined, private readonly settings: PlatformSettings,
    /** Before the names of volumes and annotations, which all containers of a pod share. Names of ours have no two dashes in a row. */
    private readonly scope: string = '',
  ) {}

  /** The variables and files of a container other than the main one. */
  public of(container: string): PodEnvironment {
    return this.others.get(container) ?? new PodEnvironment(this.owner, this.namespace, this.settings, `${container}--`);
  }

  /** The same, to tell it something. */
  public begin(container: string): PodEnvironment {
    const environment = this.of(container);
    this.others.set(container, environment);
    return environment;
  }

  /** The containers other than the main one that have variables or files. */
  public get otherContainers(): string[] {
    return [...this.others.keys()];
  }

  /** By name, so that the order of connections restarts no pod; those of the user last, so that they may refer to all others. */
  public get env(): k8s.EnvVar[] {
    const all = [...this.variables.values()];
    const ofUser = (variable: k8s.EnvVar): boolean => this.userVariables.has(variable.name);
    return [...sortedBy(all.filter((variable) => !ofUser(variable)), (variable) => variable.name), ...all.filter(ofUser)];
  }

  public get volumes(): k8s.Volume[] {
    return sortedBy([...this.volumeList, ...this.ofOthers(({ volumes }) => volumes)], (volume) => volume.name);
  }

  public get mounts(): k8s.VolumeMount[] {
    return sortedBy(this.mountList, (mount) => mount.name);
  }

  public get annotations(): Record<string, string> {
    return Object.fromEntries([...this.annotationMap, ...this.ofOthers(({ annotations }) => Object.entries(annotations))]);
  }

  /** What replaces the pods when the values of Secrets change that they read. Jobs need none: each reads them anew. */
  public get restartAnnotations(): Record<string, string> {
    const sources = [...this.sources.values(), ...this.ofOthers((other) => [...other.sources.values()])];
    return Registry.of(this.owner).secretAnnotations(this.namespace, sources);
  }

  /** A variable that the user gave. */
  public addUserVariable(guard: Guard, name: string, value: string): void {
    guard.variable('variables', name);
    if (typeof value !== 'string') {
      guard.fail(`variables.${name}`, value, 'a string', 'write numbers and booleans in quotes');
    }
    guard.withoutCredentials(`variables.${name}`, value);
    const profile = this.settings.securityProfile._demands;
    if (profile.credentialsAsFiles && SENSITIVE.test(name) && !value.startsWith('/')) {
      guard.fail('variables', name, `a name that does not look like a credential in the ${profile.name} security profile`,
        'scanners read the name, not the value: rename it, or pass a credential with "secrets"');
    }
    this.add(guard, { name, value });
    this.userVariables.add(name);
  }

  /** A credential that the user gave: a variable, or where the security profile wants files, a file whose path is in `<NAME>_FILE`. */
  public addUserSecret(guard: Guard, name: string, value: SecretKey): void {
    guard.variable('secrets', name);
    this.checkSecret(guard, `secrets.${name}`, value);
    if (!this.settings.securityProfile._demands.credentialsAsFiles) {
      this.add(guard, secretVariable(name, value));
      return;
    }
    const file = name.toLowerCase();
    const folder = `${SECRET_ROOT}/${file}`;
    this.add(guard, { name: `${name}_FILE`, value: `${folder}/${file}` });
    this.mountProjected(volumeName('secret', file), folder, [secretSource(value.source.secretName, { [file]: value.key })]);
  }

  /** A variable of our own: where the name is taken already, two features ask for it. */
  public addVariable(name: string, value: string): void {
    this.add(new Guard(this.owner), { name, value });
  }

  /** A variable that Kubernetes fills from the pod, such as `metadata.name`. */
  public addField(name: string, fieldPath: string): void {
    this.add(new Guard(this.owner), { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } });
  }

  public addBinding(connection: Connection, form: BindingForm | undefined): void {
    const guard = new Guard(this.owner, 'connectTo.');
    if (this.bound.has(connection.prefix)) {
      guard.fail('prefix', connection.prefix, 'a prefix that no other connection of the component has', 'pass { prefix } to one of the two connections');
    }
    validateBinding(guard, connection.binding);
    for (const [entry, value] of Object.entries(connection.binding.secrets ?? {})) {
      this.checkSecret(guard, `credentials["${entry}"]`, value);
    }
    const chosen = form ?? (this.settings.securityProfile._demands.credentialsAsFiles ? BindingForm.FILES : BindingForm.VARIABLES);
    if (guard.oneOf('form', chosen, Object.values(BindingForm), 'leave it out for the form that the security profile asks for') === BindingForm.FILES) {
      this.bindFiles(guard, connection);
    } else {
      this.bindVariables(guard, connection);
    }
    this.bound.add(connection.prefix);
  }

  /** Mounts a volume of sources that are only read. */
  public mountProjected(volume: string, path: string, sources: k8s.VolumeProjection[]): void {
    const name = this.scope ? limitName(this.scope + volume, NameLimit.DEFAULT) : volume;
    this.volumeList.push({ name, projected: { defaultMode: READ_ONLY_FILES, sources } });
    this.mountList.push({ name, mountPath: path, readOnly: true });
  }

  public annotate(key: string, value: string): void {
    this.annotationMap.set(key, value);
  }

  private ofOthers<T>(list: (other: PodEnvironment) => T[]): T[] {
    return [...this.others.values()].flatMap(list);
  }

  private bindVariables(guard: Guard, { prefix, binding }: Connection): void {
    for (const [entry, value] of Object.entries(binding.literals)) {
      this.add(guard, { name: variableName(prefix, entry), value });
    }
    const secrets = Object.entries(binding.secrets ?? {});
    for (const [entry, value] of secrets.filter(([name]) => !CERTIFICATE.test(name))) {
      this.add(guard, secretVariable(variableName(prefix, entry), value));
    }
    const certificates = Object.fromEntries(secrets.filter(([name]) => CERTIFICATE.test(name)));
    if (Object.keys(certificates).length > 0) {
      const name = this.folderOf(guard, prefix);
      const folder = `${CERTIFICATE_ROOT}/${name}`;
      this.mountProjected(limitName(`certificates-${name}`, NameLimit.DEFAULT), folder, secretSources(certificates));
      this.addCertificatePaths(guard, prefix, folder, Object.keys(certificates));
    }
  }

  /** The same variables in both forms, so that a program finds its certificates without asking for the form. */
  private addCertificatePaths(guard: Guard, prefix: string, folder: string, entries: string[]): void {
    for (const entry of entries.filter((name) => CERTIFICATE.test(name))) {
      const usual = CERTIFICATE_VARIABLES.get(entry);
      this.add(guard, { name: usual ? `${prefix}_${usual}` : `${variableName(prefix, entry)}_FILE`, value: `${folder}/${entry}` });
    }
  }

  private bindFiles(guard: Guard, { prefix, binding }: Connection): void {
    const name = this.folderOf(guard, prefix);
    const literals = { type: binding.type, ...binding.literals };
    // A projected volume takes literals from the pod's own annotations only.
    const items = Object.entries(literals).map(([entry, value]) => {
      const annotation = `bindings/${limitName(`${this.scope}${name}.${entry}`, NameLimit.DEFAULT)}`;
      this.annotate(annotation, value);
      return { path: entry, fieldRef: { apiVersion: 'v1', fieldPath: `metadata.annotations['${annotation}']` } };
    });
    this.mountProjected(limitName(`binding-${name}`, NameLimit.DEFAULT), `${BINDING_ROOT}/${name}`, [{ downwardApi: { items } }, ...secretSources(binding.secrets ?? {})]);
    this.addCertificatePaths(guard, prefix, `${BINDING_ROOT}/${name}`, Object.keys(binding.secrets ?? {}));
    if (!this.variables.has('SERVICE_BINDING_ROOT')) {
      this.add(guard, { name: 'SERVICE_BINDING_ROOT', value: BINDING_ROOT });
    }
  }

  /** The folder of a binding, which servicebinding.io's libraries find by its name. */
  private folderOf(guard: Guard, prefix: string): string {
    const name = dashed(prefix.toLowerCase());
    if (name === '') {
      guard.fail('prefix', prefix, 'a prefix with a letter or a digit where bindings are files', 'a folder is named after it');
    }
    const other = this.folders.get(name);
    if (other !== undefined) {
      guard.fail('prefix', prefix, `a prefix whose folder differs from that of ${other}`, `both would be files in ${BINDING_ROOT}/${name}; pass another { prefix }`);
    }
    this.folders.set(name, prefix);
    return name;
  }

  private checkSecret(guard: Guard, prop: string, value: SecretKey): void {
    if (typeof value?.source?._validate !== 'function') {
      guard.fail(prop, value, 'a value in a Secret', 'write it like SecretSource.existing(\'model-api\').key(\'token\')');
    }
    value.source._validate(guard, prop);
    guard.secretKey(`${prop}.key`, value.key);
    Registry.of(this.owner).requireSecret(this.owner, this.namespace, value.source, [value.key]);
    this.sources.set(value.source.secretName, value.source);
  }

  private add(guard: Guard, variable: k8s.EnvVar): void {
    if (this.variables.has(variable.name)) {
      guard.fail('variables', variable.name, 'a variable that nothing else of the component sets', 'rename it, or give the connection another prefix');
    }
    this.variables.set(variable.name, variable);
  }
}

function sortedBy<T>(list: T[], key: (item: T) => string): T[] {
  return [...list].sort((a, b) => key(a) < key(b) ? -1 : 1);
}

/** Files of Secrets, one source a Secret: the entry's name is the file's. */
export function secretSources(values: Record<string, SecretKey>): k8s.VolumeProjection[] {
  const bySecret = new Map<string, Record<string, string>>();
  for (const [entry, { source, key }] of Object.entries(values)) {
    bySecret.set(source.secretName, { ...bySecret.get(source.secretName), [entry]: key });
  }
  return [...bySecret].map(([secret, files]) => secretSource(secret, files));
}

function secretSource(name: string, files: Record<string, string>): k8s.VolumeProjection {
  return { secret: { name, items: Object.entries(files).map(([path, key]) => ({ key, path })) } };
}

function secretVariable(name: string, { source, key }: SecretKey): k8s.EnvVar {
  return { name, valueFrom: { secretKeyRef: { name: source.secretName, key } } };
}

/** `MODEL` and `api-token` make `MODEL_API_TOKEN`. */
function variableName(prefix: string, entry: string): string {
  return `${prefix}_${entry.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

function dashed(text: string): string {
  return text.split('_').filter((word) => word !== '').join('-');
}

/** A volume's name; if the name does not determine the text, a hash distinguishes `A_B` from `A__B`. */
function volumeName(kind: string, text: string): string {
  const name = dashed(text);
  const whole = name.replaceAll('-', '_') === text ? `${kind}-${name}` : [kind, name, checksum({ text }).slice(0, 8)].filter((word) => word !== '').join('-');
  return limitName(whole, NameLimit.DEFAULT);
}

/** Entries of any target become files and variables: a name such as `..` or `/etc/x` would leave the folder. */
function validateBinding(guard: Guard, { literals, secrets = {} }: Binding): void {
  for (const entry of [...Object.keys(guard.struct('binding.literals', literals)), ...Object.keys(guard.struct('binding.secrets', secrets))]) {
    guard.fileName('binding', entry);
  }
  const both = Object.keys(literals).find((entry) => Object.hasOwn(secrets, entry));
  if (both !== undefined) {
    guard.fail('binding', both, 'an entry that is either a literal or in a Secret', 'one file cannot hold both');
  }
}
