import { reaction } from '../../kernel/outbox.ts';
import { customersMentioned } from '../customers/index.ts';
import { tellMentioned } from './reminders/mentions.ts';

export const reactions = [reaction('team.mentioned', customersMentioned, tellMentioned)];
