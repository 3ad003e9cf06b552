import type { FastifyInstance } from 'fastify';
import type { House } from '../../kernel/house.ts';
import { feedRoutes } from './calendar/http.ts';
import { bellRoutes } from './reminders/http.ts';

export function teamRoutes(app: FastifyInstance, house: House): void {
  bellRoutes(app, house);
  feedRoutes(app, house);
}
