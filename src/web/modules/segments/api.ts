import { contract } from '../../../modules/segments/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type {
  Cell,
  Division,
  DivisionMeasure,
  DivisionSettings,
  Effect,
  Fit,
  FitRow,
  Flows,
  Member,
} from '../../../modules/segments/contract.ts';
export type {
  ConditionPart,
  ConditionView,
  SegmentMember,
  SegmentView,
  Share,
  SnapshotView,
} from '../../../modules/segments/conditions/contract.ts';

export const api = moduleClient('segments', contract);
