import { Images } from '../catalog/images';
import { Retired } from '../catalog/retired';
import { Guard } from '../internal/guard';
import { Mesh } from '../mesh/mesh';
import { AvailabilityZones } from '../model/availability-zones';
import { ClusterProfile } from '../model/cluster-profile';
import { Environment } from '../model/environment';
import { Owner } from '../model/owner';
import { SecurityProfile } from '../model/security/security-profile';

/** Options of a Platform. */
export interface PlatformProps {
  /**
   * The kind of environment, which determines the network isolation of namespaces.
   *
   * @default Environment.production()
   */
  readonly environment?: Environment;
  /**
   * The service mesh.
   *
   * @default Mesh.none()
   */
  readonly mesh?: Mesh;
  /**
   * The security profile: how strict manifests are.
   *
   * @default SecurityProfile.standard()
   */
  readonly securityProfile?: SecurityProfile;
  /**
   * Facts about the cluster.
   *
   * @default ClusterProfile.generic()
   */
  readonly cluster?: ClusterProfile;
  /**
   * How strictly pods spread over availability zones.
   *
   * @default - AvailabilityZones.required(), in development AvailabilityZones.preferred()
   */
  readonly zones?: AvailabilityZones;
  /**
   * The team that is responsible.
   *
   * @default - none; required in the hardened security profile
   */
  readonly owner?: Owner;
  /**
   * Where third-party images are pulled from, and the digests of all images.
   *
   * @default Images.of() - the catalogue, by tag
   */
  readonly images?: Images;
  /**
   * What is retired and used all the same, each with a reason.
   *
   * @default - nothing: what is retired is reported with its successor
   */
  readonly retired?: Retired[];
}

/** The settings that hold for a construct. */
export interface PlatformSettings {
  /** The name of the Platform: its id, or `default` if there is no Platform. */
  readonly name: string;
  /** What kind of environment it is. */
  readonly environment: Environment;
  /** The service mesh. */
  readonly mesh: Mesh;
  /** The security profile: how strict manifests are. */
  readonly securityProfile: SecurityProfile;
  /** Facts about the cluster. */
  readonly cluster: ClusterProfile;
  /** How strictly pods spread over availability zones. */
  readonly zones: AvailabilityZones;
  /**
   * The team that is responsible.
   *
   * @default - nobody is named
   */
  readonly owner?: Owner;
  /** Where third-party images are pulled from, and the digests of all images. */
  readonly images: Images;
  /** What is retired and used all the same. */
  readonly retired: Retired[];
}

/**
 * Where no Platform is above: plain Kubernetes, production isolation, and zones only preferred, so that the smallest program
 * runs on a cluster whose nodes carry no zone.
 *
 * @internal
 */
export function defaultSettings(): PlatformSettings {
  return { ...resolveSettings('default', {}), zones: AvailabilityZones.preferred() };
}

/**
 * @internal
 */
export function resolveSettings(name: string, props: PlatformProps): PlatformSettings {
  const environment = props.environment ?? Environment.production();
  const spread = environment.name === 'development' ? AvailabilityZones.preferred() : AvailabilityZones.required();
  return {
    name,
    environment,
    mesh: props.mesh ?? Mesh.none(),
    securityProfile: props.securityProfile ?? SecurityProfile.standard(),
    cluster: props.cluster ?? ClusterProfile.generic(),
    zones: props.zones ?? spread,
    owner: props.owner,
    images: props.images ?? Images.of(),
    retired: props.retired ?? [],
  };
}

/**
 * @internal
 */
export function validateSettings(guard: Guard, settings: PlatformSettings): void {
  guard.instance('environment', settings.environment, Environment, 'Environment.production()');
  guard.instance('mesh', settings.mesh, Mesh, 'Mesh.istio()')._validate(guard.within('mesh'));
  guard.instance('securityProfile', settings.securityProfile, SecurityProfile, 'SecurityProfile.standard()');
  guard.instance('cluster', settings.cluster, ClusterProfile, 'ClusterProfile.generic()')._validate(guard.within('cluster'));
  guard.instance('zones', settings.zones, AvailabilityZones, 'AvailabilityZones.required()')._validate(guard.within('zones'));
  validateOwner(guard, settings);
  guard.instance('images', settings.images, Images, 'Images.mirror(\'registry.acme.io/mirror\')')._validate(guard.within('images'));
  guard.list('retired', settings.retired, 0, 'leave it out for none').forEach((one, index) =>
    guard.instance(`retired[${index}]`, one, Retired, "Retired.accept('promtail', 'until it is replaced in May')")._validate(guard.within(`retired[${index}]`)));
  const { operator } = settings.mesh._provider;
  if (operator) {
    settings.cluster._requireOperator(guard, 'mesh', operator, 'Mesh.none()');
  }
}

function validateOwner(guard: Guard, { owner, securityProfile }: PlatformSettings): void {
  const example = "{ team: 'agents', email: 'agents@example.com' }";
  const { name, ownedObjects } = securityProfile._demands;
  if (ownedObjects && !owner?.email) {
    guard.fail('owner', owner, `a team with an e-mail address in the ${name} security profile`, `write it like ${example}`);
  }
  if (owner !== undefined) {
    guard.labelValue('owner.team', guard.struct('owner', owner).team);
    guard.text('owner.team', owner.team, 63);
    if (owner.email !== undefined) {
      guard.email('owner.email', owner.email);
    }
  }
}
