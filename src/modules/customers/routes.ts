import { bindRoutes } from '../../kernel/http/routes.ts';
import { bulkVerbs } from './bulk/routes.ts';
import { contract } from './contract.ts';
import { binCustomer, changeCustomer, restoreCustomer } from './customers.ts';
import { duplicateVerbs } from './duplicates/routes.ts';
import { fieldVerbs } from './fields/routes.ts';
import { listFiles, removeFile } from './files.ts';
import { readInsights } from './insights.ts';
import { describeColumns } from './list-columns.ts';
import { findLookAlikes } from './look-alikes.ts';
import { addNote, changeNote, removeNote } from './notes.ts';
import { livingVerbs } from './living/routes.ts';
import { peopleVerbs } from './people/routes.ts';
import { createUnlessErased } from './privacy/erasure/come-back.ts';
import { listAndNote, readAndNote } from './privacy/disclosures/noted.ts';
import { ownershipVerbs } from './ownership/routes.ts';
import { privacyVerbs } from './privacy/routes.ts';
import { putOffQuestion } from './questions.ts';
import { explainRights } from './rights/explain.ts';
import { selfVerbs } from './self/routes.ts';
import { readStages } from './stage-history.ts';
import { suggestTags } from './tags.ts';
import { readTimeline } from './timeline.ts';
import { viewVerbs } from './views/routes.ts';

export const routes = bindRoutes(contract, {
  rights: { explain: explainRights },
  ownership: ownershipVerbs,
  fields: fieldVerbs,
  duplicates: duplicateVerbs,
  privacy: privacyVerbs,
  living: livingVerbs,
  people: peopleVerbs,
  views: viewVerbs,
  bulk: bulkVerbs,
  self: selfVerbs,
  create: createUnlessErased,
  list: listAndNote,
  columns: describeColumns,
  tags: suggestTags,
  lookAlikes: findLookAlikes,
  read: readAndNote,
  change: changeCustomer,
  bin: binCustomer,
  restore: restoreCustomer,
  putOffQuestion,
  stages: readStages,
  timeline: readTimeline,
  insights: readInsights,
  notes: { add: addNote, change: changeNote, remove: removeNote },
  files: { list: listFiles, remove: removeFile },
});
