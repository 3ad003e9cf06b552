export { countShelf } from './recommendations/count-shelf.ts';
export { recommendFor } from './recommendations/recommend.ts';
export { registerCampaigns, type Campaigns } from './cohorts/campaigns.ts';
export { verifyMonths } from './leaky-bucket/verify-months.ts';
export { readEconomics } from './costs/economics.ts';
export { verifyRhythms } from './rhythms.ts';
export { registerIndicator, type IndicatorValue, type LoyaltyIndicator } from './indicators/registry.ts';
