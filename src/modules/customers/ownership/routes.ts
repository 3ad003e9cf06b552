import { collaborate, endCollaboration, listCollaborators } from './collaborators.ts';
import { ownerHistory } from './history.ts';

export const ownershipVerbs = {
  history: ownerHistory,
  collaborators: listCollaborators,
  collaborate,
  endCollaboration,
};
