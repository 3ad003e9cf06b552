import { bindRoutes } from '../../kernel/http/routes.ts';
import { caseVerbs } from './cases/routes.ts';
import { readCohorts } from './cohorts/read-cohorts.ts';
import { contract } from './contract.ts';
import { readForecast } from './predictions/forecast.ts';
import { listPredictions } from './predictions/list.ts';
import * as predictionSettings from './predictions/settings.ts';
import { watchCompetitors } from './indicators/competitors.ts';
import { customerIndicators, shopIndicators } from './indicators/indicators.ts';
import { listShares, noteShare, takeShareBack } from './indicators/wallet.ts';
import { changeKeyAccount, nameKeyAccount, releaseKeyAccount, reviewAccount } from './key-accounts/accounts.ts';
import { listKeyAccounts, proposeKeyAccounts } from './key-accounts/list-accounts.ts';
import { readKeyAccount } from './key-accounts/read-account.ts';
import { audienceOf } from './recommendations/audience.ts';
import { recommendFor } from './recommendations/recommend.ts';
import { bookCost, takeCostBack } from './costs/book.ts';
import { changeEconomics, readEconomics } from './costs/economics.ts';
import { listCosts } from './costs/list.ts';
import { readEquity, scoreValue } from './equity/equity.ts';
import { readEffect } from './hold-out/read-effect.ts';
import { changeHoldOut } from './hold-out/settings.ts';
import { readBucket } from './leaky-bucket/read-bucket.ts';
import { changeSettings, readSettings } from './settings.ts';
import { readSummary } from './summary.ts';
import { listLost } from './win-back/list.ts';
import { listAlerts, listWatched } from './watch-list.ts';

export const routes = bindRoutes(contract, {
  cases: caseVerbs,
  recommendations: { ofCustomer: recommendFor, ofProduct: audienceOf },
  indicators: {
    ofShop: shopIndicators,
    ofCustomer: customerIndicators,
    watchCompetitors,
    wallet: { list: listShares, note: noteShare, takeBack: takeShareBack },
  },
  keyAccounts: {
    list: listKeyAccounts,
    proposals: proposeKeyAccounts,
    read: readKeyAccount,
    name: nameKeyAccount,
    change: changeKeyAccount,
    release: releaseKeyAccount,
    review: reviewAccount,
  },
  cohorts: { read: readCohorts },
  equity: { read: readEquity, score: scoreValue },
  holdOut: { read: readEffect, change: changeHoldOut },
  winBack: { list: listLost },
  leakyBucket: { read: readBucket },
  costs: {
    list: listCosts,
    book: bookCost,
    takeBack: takeCostBack,
    economics: { read: readEconomics, change: changeEconomics },
  },
  alerts: listAlerts,
  watch: listWatched,
  summary: readSummary,
  predictions: {
    list: listPredictions,
    forecast: readForecast,
    settings: { read: predictionSettings.readSettings, change: predictionSettings.changeSettings },
  },
  settings: { read: readSettings, change: changeSettings },
});
