export { customersChanged, customersCreated, stagesPassed } from './events.ts';
export { customersMentioned } from './timeline-contract.ts';
export {
  beyondReach,
  customerNames,
  customerSeen,
  personsOf,
  reaching,
  visibleCustomers,
  withinReach,
  type NamedCustomer,
} from './reach.ts';
export { reachInto, readable, shownPhone } from './masks.ts';
export { fieldsOf, type Fields } from './fields/definitions.ts';
export { comparableFields, FIELD_PREFIX, filterOf } from './fields/conditions.ts';
export { columnsFor, dayRange, listConditions, type ListCondition } from './list-filter.ts';
export { suggestTags } from './tags.ts';
export { createField } from './fields/fields.ts';
export { openCustom, revealField } from './fields/reveal.ts';
export { sealedFieldPurpose } from './fields/sealed.ts';
export { addSection } from './fields/sections.ts';
export { startBulk } from './bulk/start.ts';
export { createCustomersInBulk, type NewCustomer } from './bulk-create.ts';
export { findCustomersBy } from './find-by.ts';
export { findCustomers } from './search.ts';
export { changeCustomer, createCustomer, questionFor, readCustomer } from './customers.ts';
export { cardIds, holdCards, keptCardOf } from './family.ts';
export { verifyMerges } from './duplicates/verify.ts';
export { onCustomersMerged, type MergedCards } from './merged.ts';
export { customersErased, profilingChanged } from './privacy/erasure/contract.ts';
export { erasedAmong } from './privacy/erasure/marks.ts';
export { eraseAgain } from './privacy/erasure/erase-again.ts';
export { ERASED_FILE, readGraves } from './privacy/erasure/bury.ts';
export { registerPackagePart, type PackagePart } from './privacy/requests/package-parts.ts';
export { requestClosed, requestDue } from './privacy/requests/contract.ts';
export { onCustomersErased } from './privacy/erasure/erased.ts';
export { proposalMade, proposalsSettled, type OwnCard, type SelfFacts } from './self/contract.ts';
export { askCodeFor, atOwnCard, leaveMemberPage, openMemberPage, registerSmsSender } from './self/keys.ts';
export { changeOwnCard, readOwnCard, sayOnOwnCard } from './self/own-card.ts';
export { readSelfSettings } from './self/settings.ts';
export { askWanted } from './living/contract.ts';
export { occasionsChanged } from './people/contract.ts';
export { occasionShown } from './people/occasions.ts';
export { occasionsBetween } from './people/rules/occasion-window.ts';
export { turned as turnedRole, type PersonRole } from './people/rules/roles.ts';
export { mayContact, mayProfile, restrictionsOf } from './privacy/consents/restrictions.ts';
export { noteReading } from './privacy/disclosures/book.ts';
export { readingUnusual } from './privacy/disclosures/contract.ts';
export { registerBelongings, type Belonging } from './belongings.ts';
export { acquaintancesOf } from './ownership/acquaintances.ts';
export { collaborate } from './ownership/collaborators.ts';
export { mailableFor, type Mailable } from './privacy/consents/mailable.ts';
export { readingsOfColleague } from './privacy/disclosures/of-colleague.ts';
export { ownedCounts, takenSince } from './ownership/counts.ts';
export { handOnCustomers, type Giving } from './ownership/hand-on.ts';
export { customersMatching } from './list.ts';
export { phoneKey } from './phones.ts';
export { sortNameOf } from './rules/sort-name.ts';
export { storable } from './rules/storable.ts';
export { onCustomersCreated } from './created.ts';
export { birthdaysBetween, type DayOfYear } from './rules/birthday-days.ts';
export { nextOccurrence } from './rules/birthday.ts';
export { lunarDateOf } from './rules/lunar.ts';
export { salutationOf } from './rules/salutation.ts';
export { registerOwnRhythm, reviewStages, stageAfterPurchase } from './life-cycle.ts';
export {
  registerInsight,
  registerListChoice,
  registerListColumn,
  registerTimeline,
  type Insight,
  type ListColumn,
  type TimelineEntry,
  type TimelinePlace,
  type TimelineSource,
} from './registries.ts';
export { normaliseEmail, maskEmail } from './rules/email.ts';
export { consentCounts, consentsOf, recordConsents } from './consents.ts';
export { announceChanged } from './created.ts';
export { foundCustomers } from './list.ts';
export { viewConditions } from './views/read-views.ts';
