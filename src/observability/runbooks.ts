import { Guard } from '../internal/guard';

/** The runbooks that alerts link to. */
export class Runbooks {
  /** The pages of this library, in its repository. */
  public static published(): Runbooks {
    return new Runbooks('https://github.com/cdk8s-agent-platform/cdk8s-agent-platform/blob/main/docs/runbooks/', '.md');
  }

  /**
   * A copy of the pages elsewhere, such as in your wiki.
   *
   * @param address the address of the folder: `https://wiki.acme.io/runbooks` for `https://wiki.acme.io/runbooks/ApiHighErrorRatio`
   * @param extension what follows the name of the page, such as `.md`; nothing if left out
   */
  public static at(address: string, extension: string = ''): Runbooks {
    return new Runbooks(address ?? '', extension);
  }

  /** No links, except those of `AlertOverride`. */
  public static none(): Runbooks {
    return new Runbooks();
  }

  private constructor(private readonly address?: string, private readonly extension: string = '') {}

  /** @internal */
  public _validate(guard: Guard): void {
    if (this.address !== undefined && !(typeof this.address === 'string' && /^https?:\/\/[^\s/][^\s?#]{0,1024}$/.test(this.address))) {
      guard.fail('address', this.address, 'an HTTP address without query', 'write it like https://wiki.acme.io/runbooks');
    }
    if (typeof this.extension !== 'string' || !/^(\.[a-z]{1,8})?$/.test(this.extension)) {
      guard.fail('extension', this.extension, 'a file extension', 'write it like .md, or leave it out');
    }
  }

  /** @internal */
  public _url(page: string | undefined): string | undefined {
    return this.address === undefined || page === undefined ? undefined : `${this.address.replace(/\/$/, '')}/${page}${this.extension}`;
  }
}
