/** What Fastify and pg alone manage: `node bench/floor-server.ts <workspace id>`, settings in FLOOR_DATABASE_URL. Prints its port. */
import Fastify from 'fastify';
import pg from 'pg';

const workspace = process.argv[2];
const pool = new pg.Pool({ connectionString: process.env['FLOOR_DATABASE_URL'], max: 16 });
const app = Fastify();

const columns = 'id, name, phone, email, stage, tags, version, created_at';
const queries: Record<string, { text: string; name: string }> = {
  phone: { name: 'phone', text: `select ${columns} from customers where workspace_id = $1 and phone = $2 limit 5` },
  id: { name: 'id', text: `select ${columns} from customers where workspace_id = $1 and id = $2` },
  page: {
    name: 'page',
    text: `select ${columns} from customers where workspace_id = $1 and binned_at is null and sort_name > $2
      order by sort_name, id limit 50`,
  },
};

app.get<{ Params: { query: string }; Querystring: { value: string } }>('/:query', (request) => answer(request));

async function answer(request: { params: { query: string }; query: { value: string } }): Promise<unknown[]> {
  const query = queries[request.params.query];
  if (!query) return [];
  const { rows } = await pool.query({ ...query, values: [workspace, request.query.value] });
  return rows;
}

await app.listen({ port: 0, host: '127.0.0.1' });
console.log((app.server.address() as { port: number }).port);
