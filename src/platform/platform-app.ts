import { ApiObject, App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { rendered } from '../internal/rendered-object';
import { WholeObjectResolver } from '../internal/whole-object-resolver';
import { SECRETS } from '../secrets/provision-secret';
import { Namespace, ISOLATION } from './namespace';
import { checkOutdir } from './outdir';
import { arrange, partOf } from './output';
import { recoverFolder, replaceFolder } from './output-folder';
import { Platform } from './platform';
import { ConnectionEdge, Registry, SynthWarning } from './registry';
import { eachOnce, retiredWarnings } from './retired-warnings';
import { RequiredObject, RequiredSecret } from './secret-registry';
import { givenPlatforms, requirePlatforms } from './selected-platforms';
import { constructsOf, synthesize } from './synthesis';
import { UsedImage, usedImages } from './used-images';

/** Whether synthesis prints a report. */
export enum SynthReporting {
  /** A summary, the warnings and the Secrets that must exist, on standard error: `cdk8s synth` passes on nothing else. */
  PRINT = 'print',
  /** Nothing: the program reads `report()` itself. */
  SILENT = 'silent',
}

/** Options of a PlatformApp. */
export interface PlatformAppProps {
  /**
   * The output folder. Files of this library in the folders of its Platforms that the program no longer makes are removed; files of
   * others are kept. Each program needs a folder of its own.
   *
   * @default - the environment variable CDK8S_OUTDIR, which the cdk8s command line sets, or `dist`
   */
  readonly outdir?: string;
  /**
   * The Platforms to validate and write, by their ids. The files of the others, and those of Charts outside of a Platform, stay as they are; those that are
   * written have the same content as without a selection.
   *
   * @default - the environment variable CDK8S_AGENT_PLATFORMS (`production,staging`), or everything
   */
  readonly platforms?: string[];
  /**
   * Whether synthesis prints a report.
   *
   * @default SynthReporting.PRINT
   */
  readonly reporting?: SynthReporting;
}

/** What an app makes. */
export interface SynthReport {
  /** The number of components: direct children of namespaces, such as an API or a DataLayer. */
  readonly components: number;
  /** Kubernetes objects. */
  readonly objects: number;
  /** Warnings. */
  readonly warnings: SynthWarning[];
  /** Secrets that must exist before the manifests are applied. */
  readonly requiredSecrets: RequiredSecret[];
  /** What operators need to make the other Secrets, and must exist before the manifests are applied. */
  readonly requiredObjects: RequiredObject[];
  /** Who calls whom: what `connectTo` and `route` opened. */
  readonly connections: ConnectionEdge[];
  /** Every image that pods run, the users' own included. */
  readonly images: UsedImage[];
}

/**
 * An app that writes a folder for a GitOps repository: `<outdir>/<platform>/<namespace>/<component>.yaml`, with a
 * `kustomization.yaml` in each folder.
 *
 * It validates once and renders in memory before anything is written, so that a program that fails leaves the folder as it was. The folder of
 * each Platform is then replaced as a whole.
 *
 * @example
 * const manifests = new PlatformApp({ outdir: 'dist/manifests' });
 * new AgentApi(new Namespace(new Platform(manifests, 'production'), 'agents'), 'api', { image: 'ghcr.io/acme/agent-api:1.8.0' });
 * manifests.synth();
 */
export class PlatformApp extends App {
  private readonly guard: Guard;
  private readonly reporting: SynthReporting;
  private readonly platforms?: string[];

  public constructor(props: PlatformAppProps = {}) {
    const given = frozen(props);
    super({ outdir: given?.outdir, resolvers: [new WholeObjectResolver()] });
    const guard = new Guard(this);
    this.guard = guard;
    guard.struct('props', given);
    checkOutdir(guard, this.outdir);
    this.platforms = givenPlatforms(guard, given.platforms);
    this.reporting = guard.oneOf('reporting', given.reporting ?? SynthReporting.PRINT, Object.values(SynthReporting), 'leave it out to print a summary');
  }

  /** What the app makes, as far as it has been composed; with `platforms`, what it writes. */
  public report(): SynthReport {
    const constructs = this.constructs();
    const manifests = constructs.filter(ApiObject.isApiObject).map(rendered);
    return {
      ...overview(this, constructs, retiredWarnings(manifests)),
      connections: registriesOf(this, constructs).flatMap((registry) => registry.connections),
      images: usedImages(manifests),
    };
  }

  /**
   * Validates, renders and writes everything; on any error nothing is written. It waits while another program writes to the same folder, and fails after ten
   * seconds.
   */
  public synth(): void {
    recoverFolder(this.guard, this.outdir);
    const constructs = this.constructs();
    const { files, retired } = synthesize(constructs);
    const changes = replaceFolder(this.guard, this.outdir, files, this.others());
    if (this.reporting === SynthReporting.PRINT) {
      process.stderr.write(summary(this.outdir, files.size, changes, overview(this, constructs, retired)));
    }
  }

  /** What the app writes, with what watches the users' own components. */
  private constructs(): IConstruct[] {
    Registry.discover(this);
    if (this.platforms) {
      requirePlatforms(this.guard, this, this.platforms);
    }
    return constructsOf(this, this.platforms && new Set(this.platforms));
  }

  /** Folders and files of the app that it does not write this time. */
  private others(): Set<string> {
    const all = this.platforms ? this.node.findAll().filter(ApiObject.isApiObject) : [];
    return new Set([...arrange(all).keys()].map((path) => path.split('/')[0]));
  }
}

/** What the summary is about. */
type Overview = Omit<SynthReport, 'connections' | 'images'>;

function overview(app: PlatformApp, constructs: IConstruct[], retired: SynthWarning[]): Overview {
  const objects = constructs.filter(ApiObject.isApiObject);
  const registries = registriesOf(app, constructs);
  return {
    components: new Set(objects.map(componentPath).filter((path) => path !== undefined)).size,
    objects: objects.length,
    warnings: [...registries.flatMap((registry) => registry.warnings), ...eachOnce(retired)],
    requiredSecrets: registries.flatMap((registry) => registry.requiredSecrets),
    requiredObjects: registries.flatMap((registry) => registry.requiredObjects),
  };
}

function registriesOf(app: PlatformApp, constructs: IConstruct[]): Registry[] {
  return [...new Set(constructs.filter((construct) => construct === app || construct instanceof Platform).map(Registry.of))];
}

function componentPath(object: ApiObject): string | undefined {
  const chart = Chart.of(object);
  if (!Namespace.isNamespace(chart)) {
    return undefined;
  }
  const part = partOf(object, chart);
  return part === ISOLATION || part === SECRETS ? undefined : `${chart.node.path}/${part}`;
}

function summary(outdir: string, files: number, changes: number, report: Overview): string {
  const lines = [`${outdir}: ${report.components} components, ${report.objects} objects, ${files} files (${changes} changed)`];
  if (report.warnings.length > 0) {
    lines.push('  warnings:', ...report.warnings.map(({ path, text }) => `    [${path}] ${text}`));
  }
  if (report.requiredSecrets.length > 0) {
    lines.push('  Secrets that must exist:', ...report.requiredSecrets.map((secret) => `    ${where(secret)}: ${secret.keys.join(', ')}`));
  }
  if (report.requiredObjects.length > 0) {
    lines.push('  objects that must exist:', ...report.requiredObjects.map((object) => `    ${where(object)} (${object.kind})`));
  }
  return `${lines.join('\n')}\n`;
}

function where({ platform, namespace, name }: { platform: string; namespace: string; name: string }): string {
  return `${platform}: ${namespace && `${namespace}/`}${name}`;
}
