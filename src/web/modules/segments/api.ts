import { contract } from '../../../modules/segments/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { Cell, Division, DivisionMeasure, DivisionSettings, Member } from '../../../modules/segments/contract.ts';
export type { Effect, Flows } from '../../../modules/segments/migration/contract.ts';
export type { Fit, FitRow } from '../../../modules/segments/fit/contract.ts';
export type {
  ConditionPart,
  ConditionView,
  SegmentMember,
  SegmentView,
  Share,
  SnapshotView,
} from '../../../modules/segments/conditions/contract.ts';

export const api = moduleClient('segments', contract);
