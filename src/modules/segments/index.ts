export { divideShop } from './engine/divide.ts';
export { registerCostToServe, type CostToServe } from './engine/cost-to-serve.ts';
export { verifyClasses } from './engine/verify.ts';
