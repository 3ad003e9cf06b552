import { consentsContract } from './consents/contract.ts';
import { disclosuresContract } from './disclosures/contract.ts';
import { erasureContract } from './erasure/contract.ts';
import { requestsContract } from './requests/contract.ts';
import { retentionContract } from './retention/contract.ts';

export const privacyContract = {
  consents: consentsContract,
  disclosures: disclosuresContract,
  erasure: erasureContract,
  requests: requestsContract,
  retention: retentionContract,
};
