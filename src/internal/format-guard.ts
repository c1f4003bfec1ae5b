import { credentialIn } from './credentials';
import { isCidr } from './forms/cidr';
import { CronForm, CronSchedule, isFault } from './forms/cron';
import { parseImage, saysVersion } from './forms/image';
import { Refusing } from './refusing';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;
// Neither a folder nor what the kubelet keeps for itself; and not __proto__, which JavaScript would take for a type.
const SECRET_KEY = /^(?!__proto__$|\.$|\.\.)[-._a-zA-Z0-9]{1,253}$/;
const LABEL_KEY = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const EXTENDED_NAME = /^[a-z0-9.-]{1,190}\/[A-Za-z0-9_.-]{1,63}$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const VARIABLE = /^[A-Z_][A-Z0-9_]{0,99}$/;
const PATH = /^\/[-A-Za-z0-9._~!$&'()*+,;=:@%/]{0,254}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const EMAIL = /^[^@\s]{1,64}@[a-zA-Z0-9.-]{1,190}\.[a-zA-Z]{2,}$/;

/** What a string must look like: names, addresses, images, schedules. */
export abstract class FormatGuard extends Refusing {
  public dnsLabel(prop: string, value: string, maximum: number = 63): string {
    if (typeof value !== 'string' || !DNS_LABEL.test(value) || value.length > maximum) {
      this.fail(prop, value, `a DNS label (a-z, 0-9 and -, at most ${maximum} characters)`, 'shorten it or use lower case, digits and dashes');
    }
    return value;
  }

  public host(prop: string, value: string): string {
    if (typeof value !== 'string' || !DNS_NAME.test(value)) {
      this.fail(prop, value, 'a host name in lower case', 'give a name such as api.example.com, without scheme, port or path');
    }
    return value;
  }

  /** A name of an object as Kubernetes takes it for Secrets and the like. */
  public objectName(prop: string, value: string): string {
    if (typeof value !== 'string' || !DNS_NAME.test(value)) {
      this.fail(prop, value, 'an object name (a-z, 0-9, - and ., at most 253 characters)', 'use the name that kubectl shows');
    }
    return value;
  }

  public secretKey(prop: string, value: string): string {
    return this.matching(prop, value, SECRET_KEY, 'a key of a Secret (letters, digits, -, _ and .)', 'use the key as it stands in the Secret');
  }

  /** A file of a ConfigMap. */
  public fileName(prop: string, value: string): string {
    return this.matching(prop, value, SECRET_KEY, 'a file name (letters, digits, -, _ and .)', 'all files are in one folder');
  }

  /** The name of a label or a taint. */
  public labelKey(prop: string, value: string): string {
    return this.matching(prop, value, LABEL_KEY, 'label names (letters, digits, -, _ and ., at most 63 characters, optionally preceded by a domain and /)',
      'write it like team or example.com/team');
  }

  /** A device that nodes offer. */
  public extendedResource(prop: string, value: string): string {
    return this.matching(prop, value, EXTENDED_NAME, 'a resource name with a domain', 'write it like nvidia.com/gpu');
  }

  public labelValue(prop: string, value: string): string {
    return this.matching(prop, value, LABEL_VALUE, 'a label value (letters, digits, -, _ and ., at most 63 characters)',
      'shorten it and leave out spaces and @');
  }

  public variable(prop: string, value: string): string {
    return this.matching(prop, value, VARIABLE, 'an environment variable name (A-Z, 0-9 and _)', 'write it like MODEL_HOST');
  }

  public path(prop: string, value: string): string {
    return this.matching(prop, value, PATH, 'a URL path that begins with /', 'write it like /v1');
  }

  public email(prop: string, value: string): string {
    return this.matching(prop, value, EMAIL, 'an e-mail address', 'write it like agents@example.com');
  }

  /** A text that ends up in a manifest; the message does not repeat it. */
  public withoutCredentials(prop: string, value: string): string {
    const found = credentialIn(value);
    if (found) {
      this.fail(prop, found, 'a string without credentials', 'a manifest is read by many: pass the credential with "secrets"');
    }
    return value;
  }

  public digest(prop: string, value: string): string {
    return this.matching(prop, value, DIGEST, 'sha256: and 64 hexadecimal digits', 'copy it from the registry: crane digest <image>');
  }

  /** An image with a version as its tag; `latest` and a missing tag are refused, because what they run can change. */
  public image(prop: string, value: string): string {
    const remedy = 'write it like ghcr.io/acme/agent-api:1.8.0';
    const parts = typeof value === 'string' ? parseImage(value) : undefined;
    if (!parts) {
      this.fail(prop, value, 'an image reference with a tag', remedy);
    }
    if (!parts.tag) {
      this.fail(prop, value, 'an image reference with a tag', `no tag means latest; ${remedy}`);
    }
    if (parts.tag === 'latest') {
      this.fail(prop, value, 'an image with a version as its tag', `the image behind latest changes; ${remedy}`);
    }
    if (!saysVersion(parts.tag)) {
      this.fail(prop, value, 'an image with a version as its tag', `a variable was empty where the tag was made; ${remedy}`);
    }
    return value;
  }

  public cidr(prop: string, value: string): string {
    if (typeof value !== 'string' || !isCidr(value)) {
      this.fail(prop, value, 'an IPv4 range in CIDR notation', 'write it like 203.0.113.0/24, a single address as 203.0.113.7/32');
    }
    return value;
  }

  /** A schedule that Kubernetes takes and that runs at some time. */
  public cron(prop: string, value: string, form: CronForm = CronForm.FIVE_FIELDS): string {
    const read = typeof value === 'string' ? CronSchedule.parse(value, form) : { fault: '' };
    if (isFault(read)) {
      const [count, example] = form === CronForm.SIX_FIELDS ? ['six', '0 0 2 * * *'] : ['five', '0 2 * * *'];
      this.fail(prop, value, `a cron expression of ${count} fields${read.fault && ` (${read.fault})`}`, `write it like "${example}" (02:00 every day)`);
    }
    return value;
  }

  public text(prop: string, value: string, maximum: number = 1024): string {
    if (typeof value !== 'string' || value.length === 0 || value.length > maximum) {
      this.fail(prop, value, `a string of 1 to ${maximum} characters`, 'shorten it or leave the prop out');
    }
    return value;
  }

  protected matching(prop: string, value: string, pattern: RegExp, allowed: string, remedy: string): string {
    if (typeof value !== 'string' || !pattern.test(value)) {
      this.fail(prop, value, allowed, remedy);
    }
    return value;
  }
}
