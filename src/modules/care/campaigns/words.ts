import type { NotificationKind } from '../../team/index.ts';

export const campaignNews: NotificationKind = {
  kind: 'campaignGivenBack',
  module: 'care',
  mail: true,
  push: true,
  values: async (_ctx, facts) => facts.map(({ params }) => ({ name: params['name'], by: params['by'] })),
};
