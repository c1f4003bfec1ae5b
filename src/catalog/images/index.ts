export * from './catalogue';
export * from './catalogue-image';
export { Images, ImagesOptions } from './images';
