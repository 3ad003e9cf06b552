import { z } from 'zod';
import { createKey, createUser, createWorkspace, resetPassword } from '../../modules/workspaces/index.ts';
import { textFlag, wordsOf, WrongUsage, type Given } from './command.ts';
import { placeOf, withHouse } from './house.ts';

export async function workspaceCreate(given: Given): Promise<unknown> {
  wordsOf(given);
  const facts = { name: textFlag(given, 'name'), ownerEmail: emailFrom(textFlag(given, 'owner')) };
  return withHouse(async (house) => {
    const made = await createWorkspace(house, facts);
    given.say(`Made ${facts.name} (${made.workspace.id}).`);
    if (made.link) given.say(`${facts.ownerEmail} chooses a password here: ${made.link}`);
    return { workspace: made.workspace.id, link: made.link };
  });
}

export async function userCreate(given: Given): Promise<unknown> {
  wordsOf(given);
  const facts = {
    email: emailFrom(textFlag(given, 'email')),
    name: textFlag(given, 'name'),
    role: textFlag(given, 'role'),
  };
  return withHouse(async (house) => {
    const { workspace } = await placeOf(house, given);
    const made = await createUser(house, { ...facts, workspaceId: workspace.id });
    given.say(made.link ? `${facts.email} chooses a password here: ${made.link}` : `${facts.email} was added.`);
    return made;
  });
}

export async function userResetPassword(given: Given): Promise<unknown> {
  const { email } = wordsOf(given, 'email');
  return withHouse(async (house) => {
    const { link } = await resetPassword(house, email);
    given.say(`${email} chooses a new password here: ${link}`);
    return { link };
  });
}

export async function keyCreate(given: Given): Promise<unknown> {
  wordsOf(given);
  const facts = { name: textFlag(given, 'name'), role: textFlag(given, 'role') };
  return withHouse(async (house) => {
    const { workspace } = await placeOf(house, given);
    const { key } = await createKey(house, { ...facts, workspaceId: workspace.id });
    given.say(key);
    return { key };
  });
}

/** An e-mail address as sign-in takes it. */
function emailFrom(text: string): string {
  const parsed = z.email().safeParse(text.trim());
  if (!parsed.success) throw new WrongUsage(`"${text}" is not an e-mail address.`);
  return parsed.data;
}
