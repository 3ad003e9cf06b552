import { describeConditions } from './catalogue.ts';
import { listSegmentMembers } from './members.ts';
import { overlapOfSegments } from './overlap.ts';
import { previewSegment } from './preview.ts';
import { changeSegment, createSegment, removeSegment, restoreSegment } from './segments.ts';
import { compareSnapshot, listSnapshots, removeSnapshot, takeSnapshot } from './snapshots.ts';
import { listSegments, readSegment } from './view.ts';

export const segmentsRoutes = {
  list: listSegments,
  conditions: describeConditions,
  preview: previewSegment,
  overlap: overlapOfSegments,
  create: createSegment,
  read: readSegment,
  change: changeSegment,
  remove: removeSegment,
  restore: restoreSegment,
  customers: listSegmentMembers,
  snapshots: { list: listSnapshots, take: takeSnapshot, compare: compareSnapshot, remove: removeSnapshot },
};
