/** Where a pod's files and peers are on this machine. */
export interface Place {
  /** The folder that holds the pod's mounts. */
  readonly root: string;
  readonly mountPaths: string[];
  /** The loopback address that the pod has to itself. A job serves nobody and has none. */
  readonly address?: string;
  /** The addresses of pods and Services, by their names. */
  readonly addresses: Record<string, string>;
}

/** The text of a manifest with paths, names and listeners of this machine in place of those of the pod. Nothing else is changed. */
export function localise(text: string, place: Place): string {
  return listenLocally(nameLocally(rootPaths(text, place), place), place);
}

/** In one pass, longest first: a folder of this machine may look like a mount of the pod. */
function rootPaths(text: string, { root, mountPaths }: Place): string {
  const longestFirst = [...mountPaths].sort((a, b) => b.length - a.length).join('|');
  return text.replace(new RegExp(`(?<![\\w./-])(?:${longestFirst})(?![\\w-])`, 'g'), (path) => `${root}${path}`);
}

/** The first label of a host is the pod's name, or the Service's. */
function nameLocally(text: string, { addresses }: Place): string {
  return text.replace(/\b([a-z0-9-]+)\.[a-z0-9.-]+\.svc\.cluster\.local\b/g, (host, name: string) => {
    if (!addresses[name]) throw new Error(`${host} is nobody on this machine; known are ${Object.keys(addresses).join(', ')}`);
    return addresses[name];
  });
}

/** A pod listens on all its addresses; here that would be the whole machine. */
function listenLocally(text: string, { address }: Place): string {
  if (!address) return text;
  return text
    .replaceAll("listen_addresses = '*'", `listen_addresses = '${address}'`)
    .replace('bind-address = *', `bind-address = ${address}`)
    .replace(/^port (\d+)$/gm, `port $1\nbind ${address}`)
    .replace(/^( *)bind :(\d+)$/gm, `$1bind ${address}:$2`)
    .replace('listeners.tcp.default = ', `listeners.tcp.1 = ${address}:`)
    .replace('prometheus.tcp.port = ', `prometheus.tcp.ip = ${address}\nprometheus.tcp.port = `)
    .replace('+sbwt none', `+sbwt none -kernel inet_dist_use_interface {${address.replaceAll('.', ',')}}`)
    // One port mapper knows all Erlang nodes of this machine, by their names without the host.
    .replace(/\brabbit@127\.0\.43\.(\d+)/g, 'rabbit$1@127.0.43.$1')
    // All names are addresses already, so nobody is asked.
    .replaceAll('parse-resolv-conf', 'nameserver nobody 127.0.0.1:53');
}
