import { openDatabase } from '../src/kernel/db/database.ts';
import { asSystem, command, workspaceById } from '../src/kernel/enter.ts';
import { divideShop } from '../src/modules/segments/index.ts';
import { timed, type Row } from './row.ts';
import { refreshed, type Stage } from './stage.ts';

/** All classes and rhythms of the whole shop, beside one GROUP BY over its orders. */
export async function classes(stage: Stage): Promise<Row[]> {
  const floorBegan = performance.now();
  await stage.sql.query(
    `
    select customer_id, count(*), sum(total_base_minor), min(day), max(day) from orders
    where workspace_id = $1 group by customer_id`,
    [stage.workspaceId],
  );
  const floor = performance.now() - floorBegan;
  const database = openDatabase(stage.product.database, 2);
  const workspace = await workspaceById(database, stage.workspaceId);
  if (!workspace) throw new Error('No workspace.');
  const divide = async () => {
    const began = performance.now();
    await command(database, asSystem(workspace), divideShop);
    return performance.now() - began;
  };
  const divided = await divide();
  const again = await divide();
  await database.close();
  const watched = await refreshed(stage);
  const aim = '≤ 6×, < 90 s';
  return [
    timed('value matrix and RFM of the whole shop', divided, floor, aim),
    timed('the same the next night', again, floor, aim),
    timed('rhythm and watch of the whole shop', watched, floor, aim),
    timed('rhythm and watch for the first time', stage.firstWatch, floor, aim),
    timed('all of it for the first time', divided + stage.firstWatch, floor, aim),
  ];
}
