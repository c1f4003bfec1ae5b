import { Size } from 'cdk8s';
import { k8s, PersistentVolumeAccessMode } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { limitName, NameLimit } from '../internal/naming';
import { quantity } from '../internal/plus/workloads';

/** Options of `Uploads.volume`. */
export interface UploadsVolumeOptions {
  /** The size of the volume, 1Gi to 65536Gi. It can grow later, if its StorageClass allows that, and never shrink. */
  readonly size: Size;
  /**
   * Where the container finds it. It is writable for the program's group.
   *
   * @default '/uploads'
   */
  readonly path?: string;
  /**
   * The StorageClass of the claim. It must offer the access mode; it cannot be changed later.
   *
   * @default - the cluster's default class
   */
  readonly storageClass?: string;
  /**
   * How many nodes may mount it. `READ_WRITE_ONCE` needs `Scaling.fixed(1)` or `Scaling.single()`, and stops the old pod before a new one starts.
   *
   * @default PersistentVolumeAccessMode.READ_WRITE_MANY
   */
  readonly accessMode?: PersistentVolumeAccessMode;
}

/** Where a web service keeps the files that its users upload. */
export class Uploads {
  /** Nowhere in its pods: it has none, or writes them to an object storage. */
  public static none(): Uploads {
    return new Uploads();
  }

  /** In a volume that its pods share, such as one of NFS, CephFS, EFS or Filestore. */
  public static volume(options: UploadsVolumeOptions): Uploads {
    return new Uploads(frozen(options));
  }

  private constructor(private readonly options?: UploadsVolumeOptions) {}

  /**
   * Validates the options, and fails if this number of pods cannot share the volume.
   *
   * @internal
   */
  public _resolve(guard: Guard, replicas: number): ResolvedUploads | undefined {
    if (!this.options) {
      return undefined;
    }
    const { size, path, storageClass, accessMode } = guard.struct('options', this.options);
    const mode = guard.oneOf('accessMode', accessMode ?? PersistentVolumeAccessMode.READ_WRITE_MANY,
      [PersistentVolumeAccessMode.READ_WRITE_MANY, PersistentVolumeAccessMode.READ_WRITE_ONCE], 'leave it out for READ_WRITE_MANY');
    if (mode === PersistentVolumeAccessMode.READ_WRITE_ONCE && replicas > 1) {
      guard.conflicts('accessMode', `a scaling of up to ${replicas} pods: pods on other nodes could not mount the volume, and would never start`,
        'use READ_WRITE_MANY with a StorageClass that offers it, Scaling.fixed(1), or an object storage');
    }
    return {
      size: quantity(guard.size('size', size, { min: Size.gibibytes(1), max: Size.gibibytes(65536) }, 'write it like Size.gibibytes(10)')),
      path: folder(guard, path ?? '/uploads'),
      storageClass: storageClass === undefined ? undefined : guard.objectName('storageClass', storageClass),
      mode,
      isExclusive: mode === PersistentVolumeAccessMode.READ_WRITE_ONCE,
    };
  }
}

/** A volume for uploads, with nothing left out. */
export interface ResolvedUploads {
  readonly size: string;
  readonly path: string;
  readonly storageClass?: string;
  readonly mode: string;
  /** Whether only the pods of one node can mount it. */
  readonly isExclusive: boolean;
}

const FOLDER = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;
/** What pods have there already, or an image needs as it is. */
const TAKEN = ['/tmp', '/etc', '/bindings', '/var/run/secrets', '/proc', '/sys', '/dev'];

function folder(guard: Guard, path: string): string {
  if (typeof path !== 'string' || !FOLDER.test(path)) {
    guard.fail('path', path, 'the absolute path of a folder, and not the root', 'write it like /uploads');
  }
  const taken = TAKEN.find((other) => path === other || path.startsWith(`${other}/`) || other.startsWith(`${path}/`));
  if (taken) {
    guard.conflicts('path', `${taken}, which the pod has already`, 'choose another folder, such as /uploads');
  }
  return path;
}

/** The name of the claim of a web service. */
export function uploadsClaim(name: string): string {
  return limitName(`${name}-uploads`, NameLimit.DEFAULT);
}

export function addUploadsClaim(scope: Construct, name: string, labels: Record<string, string>, uploads: ResolvedUploads): void {
  new k8s.KubePersistentVolumeClaim(scope, 'Uploads', {
    metadata: { name: uploadsClaim(name), labels },
    spec: {
      accessModes: [uploads.mode],
      resources: { requests: { storage: k8s.Quantity.fromString(uploads.size) } },
      storageClassName: uploads.storageClass,
    },
  });
}
