export { imagesIn, RETIRED, retiredIn, RetiredUse } from './find';
export { requireAccepted, Retired } from './retired';
