import { createKey, createUser, createWorkspace, resetPassword } from '../../modules/workspaces/index.ts';
import { emailFrom, textFlag, wordsOf, type Command } from './command.ts';
import { placeOf, withHouse, workspaceOption } from './house.ts';

export const workspaceCreate: Command = {
  usage: 'workspace create --name N --owner EMAIL',
  summary: 'Make a workspace; a new owner gets a link to choose a password.',
  options: { name: { type: 'string' }, owner: { type: 'string' } },
  run(given) {
    wordsOf(given);
    const facts = { name: textFlag(given, 'name'), ownerEmail: emailFrom(textFlag(given, 'owner')) };
    return withHouse(async (house) => {
      const made = await createWorkspace(house, facts);
      given.say(`Made ${facts.name} (${made.workspace.id}).`);
      if (made.link) given.say(`${facts.ownerEmail} chooses a password here: ${made.link}`);
      return { workspace: made.workspace.id, link: made.link };
    });
  },
};

export const userCreate: Command = {
  usage: 'user create --email E --name N --role R [--workspace W]',
  summary: 'Add a colleague, who gets a link to choose a password.',
  options: { ...workspaceOption, email: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' } },
  run(given) {
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
  },
};

export const userResetPassword: Command = {
  usage: 'user reset-password EMAIL',
  summary: 'Print a link with which the person chooses a new password.',
  run(given) {
    const { email } = wordsOf(given, 'email');
    return withHouse(async (house) => {
      const { link } = await resetPassword(house, email);
      given.say(`${email} chooses a new password here: ${link}`);
      return { link };
    });
  },
};

export const keyCreate: Command = {
  usage: 'key create --name N --role R [--workspace W]',
  summary: 'Make an API key; it is shown once.',
  options: { ...workspaceOption, name: { type: 'string' }, role: { type: 'string' } },
  run(given) {
    wordsOf(given);
    const facts = { name: textFlag(given, 'name'), role: textFlag(given, 'role') };
    return withHouse(async (house) => {
      const { workspace } = await placeOf(house, given);
      const { key } = await createKey(house, { ...facts, workspaceId: workspace.id });
      given.say(key);
      return { key };
    });
  },
};
