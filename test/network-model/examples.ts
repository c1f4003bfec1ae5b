import { findExamples } from '../../examples/synth';
import { ClusterProfile, Platform, PlatformApp, PlatformProps, SynthReporting } from 'cdk8s-agent-platform';

/** Where an example leaves open at which addresses its cluster is, the model says it: a policy for any address tells nothing about ours. */
const STATED: Record<string, PlatformProps> = {
  quickstart: { cluster: ClusterProfile.generic({ apiServerCidrs: ['10.0.0.0/28'], nodeCidrs: ['10.0.16.0/24'] }) },
};

/** The Platforms of all examples, with the app that each stands in. */
export function examplePlatforms(): { readonly name: string; readonly app: PlatformApp; readonly platform: Platform }[] {
  return [...findExamples()].flatMap(([name, compose]) => {
    const app = new PlatformApp({ outdir: 'nowhere', reporting: SynthReporting.SILENT });
    compose(app, STATED[name]);
    const platforms = app.node.children.filter((child): child is Platform => child instanceof Platform);
    return platforms.map((platform) => ({ name: `${name}, ${platform.node.id}`, app, platform }));
  });
}
