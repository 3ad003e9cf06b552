import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { civilDate, id } from '../../../kernel/contract.ts';
import { command } from '../../../kernel/enter.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import type { House } from '../../../kernel/house.ts';
import { admit, API } from '../../../kernel/http/routes.ts';
import { careErrors } from '../errors-contract.ts';
import { collectLetters, type Wanted } from './collect.ts';
import { chineseFont, needsChineseFont } from './fonts.ts';
import { draw, type Printed } from './pdf.ts';

const refuse = refusals(careErrors);

const asked = z
  .object({
    messageId: id.optional(),
    campaignId: id.optional(),
    greetingsSince: civilDate.optional(),
    /** Read by the doorkeeper. */
    workspace: id.optional(),
    part: z.coerce.number().int().min(1).max(1000).default(1),
  })
  .strict();

/** Letters, labels and cards as PDF. */
export function printRoutes(app: FastifyInstance, house: House): void {
  for (const what of ['letters', 'labels', 'cards'] as const) {
    app.get(`${API}/care/print/${what}`, async (request, reply) => {
      admit(request.entry, 'care.read');
      const { wanted, part } = readQuery(request.query);
      const { letters, shop } = await command(house.database, request.entry, (ctx) =>
        collectLetters(ctx, wanted, part),
      );
      const [first] = letters;
      const everything = [shop, ...letters.flatMap((one) => [one.text, one.signature, one.date, ...one.address])].join(
        '\n',
      );
      const font = first && needsChineseFont(everything) ? chineseFont(first.language) : null;
      if (needsChineseFont(everything) && !font) throw refuse('LETTERS_NO_FONT');
      return reply
        .header('content-type', 'application/pdf')
        .header('content-disposition', `inline; filename="${fileName(what, part)}"`)
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, no-store')
        .send(draw(what, letters, shop, font));
    });
  }
}

function fileName(what: Printed, part: number): string {
  return part === 1 ? `${what}.pdf` : `${what}-${part}.pdf`;
}

function readQuery(query: unknown): { wanted: Wanted; part: number } {
  const parsed = asked.safeParse(query);
  if (!parsed.success)
    throw refuseCommon('BAD_INPUT', { path: String(parsed.error.issues[0]?.path[0] ?? ''), problem: '' });
  const { messageId, campaignId, greetingsSince, part } = parsed.data;
  const named = [messageId && { messageId }, campaignId && { campaignId }, greetingsSince && { greetingsSince }].filter(
    Boolean,
  );
  const [wanted] = named as Wanted[];
  if (!wanted || named.length > 1) throw refuseCommon('BAD_INPUT', { path: 'campaignId', problem: '' });
  return { wanted, part };
}
