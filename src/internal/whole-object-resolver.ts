import { App, ImplicitTokenResolver, IResolver, Lazy, LazyResolver, NumberStringUnionResolver, ResolutionContext } from 'cdk8s';

/** What a PlatformApp has besides this one. */
const USUAL: Function[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** An object with this prototype is data to what sorts its keys, and of a class to what resolves, which returns it as it is. */
const RESOLVED = { constructor: { name: 'Object' } };

/**
 * Resolves an object at once. cdk8s asks each resolver about each of some five hundred values of an object, and looks for the app every time.
 *
 * The result is the same; where a program adds resolvers, it leaves everything to cdk8s.
 */
export class WholeObjectResolver implements IResolver {
  public resolve(context: ResolutionContext): void {
    if (context.key.length > 0 || Object.getPrototypeOf(context.value) === RESOLVED || !isUsual(App.of(context.obj).resolvers, this)) {
      return;
    }
    const resolved = resolveAll(context.value);
    if (isData(resolved)) {
      context.replaceValue(Object.assign(Object.create(RESOLVED), resolved));
    }
  }
}

function isUsual(resolvers: IResolver[], own: IResolver): boolean {
  return resolvers.length === USUAL.length + 1 && resolvers[0] === own && USUAL.every((type, index) => resolvers[index + 1].constructor === type);
}

/** Not what the usual resolvers would still take for a token or a union. */
function isData(value: any): value is object {
  return isPlain(value) && typeof value.resolve !== 'function' && !isUnion(value);
}

/** What the usual resolvers do, in their order. */
function resolveAll(value: any): unknown {
  if (value === null || typeof value !== 'object' && typeof value !== 'function') {
    return value;
  }
  if (value instanceof Lazy) {
    return resolveAll(value.produce());
  }
  if (typeof value.resolve === 'function') {
    return resolveAll(value.resolve());
  }
  if (Array.isArray(value)) {
    return value.map(resolveAll);
  }
  if (isPlain(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolveAll(entry)]));
  }
  return isUnion(value) ? { value: value.value } : value;
}

function isPlain(value: any): boolean {
  return value.constructor === Object;
}

function isUnion(value: any): boolean {
  return ['number', 'string'].includes(typeof value.value);
}
