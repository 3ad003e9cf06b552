export { divideShop, verifyClasses } from './divide.ts';
