import { AlertCase } from './case';
import { podSetCases } from './pod-set';
import { volumeCases } from './store-cases';

/** Without metrics of its own: those of requests are cases of the API. */
export const WEB: AlertCase[] = [...volumeCases('Uploads', 'web-uploads'), ...podSetCases('web', { autoscaled: true })];
