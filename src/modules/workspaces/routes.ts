import { bindRoutes } from '../../kernel/http/routes.ts';
import { readAudit, readChain } from './audit/read-audit.ts';
import { endAbsence, listAbsences, recordAbsence } from './absences.ts';
import { changeBranch, listBranches, openBranch } from './branches.ts';
import { readCompany, removeCompany, saveCompany } from './company-setting.ts';
import { beginCompany, companyWays, finishCompany } from './company-sign-in.ts';
import { contract } from './contract.ts';
import {
  acceptInvitation,
  invite,
  listInvitations,
  readInvitation,
  resendInvitation,
  withdrawInvitation,
} from './invitations.ts';
import { listKeys, makeKey, revokeKey } from './keys.ts';
import { changeMe } from './me.ts';
import { changeMember, listMembers } from './members.ts';
import { changeRole, listRoles, makeRole, removeRole } from './own-roles.ts';
import {
  addPasskey,
  askPasskey,
  beginPasskey,
  listPasskeys,
  removePasskey,
  renamePasskey,
  signInWithPasskey,
} from './passkeys.ts';
import { askForReset, choosePassword } from './password-reset.ts';
import { endOtherSessions, endSession, endSessionsOf, listSessions } from './running-sessions.ts';
import { requireSecondStep } from './second-step.ts';
import { readSession } from './session.ts';
import { setUp } from './setup.ts';
import { signIn, signOut } from './sign-in.ts';
import { mySignIns, teamSignIns } from './sign-in-log.ts';
import { changeTeam, listTeams, makeTeam, removeTeam } from './teams.ts';
import { beginTwoSteps, confirmTwoSteps, endTwoSteps, renewRecoveryCodes, twoSteps } from './two-steps.ts';
import { changeWorkspace, readWorkspace } from './workspace.ts';

export const routes = bindRoutes(contract, {
  session: readSession,
  setUp,
  signIn,
  signOut,
  sessions: { list: listSessions, end: endSession, endOthers: endOtherSessions },
  signIns: { mine: mySignIns, team: teamSignIns },
  passwordReset: { ask: askForReset, choose: choosePassword },
  me: { change: changeMe, twoSteps, beginTwoSteps, confirmTwoSteps, renewRecoveryCodes, endTwoSteps },
  company: {
    ways: companyWays,
    begin: beginCompany,
    finish: finishCompany,
    read: readCompany,
    save: saveCompany,
    remove: removeCompany,
  },
  passkeys: {
    list: listPasskeys,
    begin: beginPasskey,
    add: addPasskey,
    rename: renamePasskey,
    remove: removePasskey,
    ask: askPasskey,
    signIn: signInWithPasskey,
  },
  members: { list: listMembers, change: changeMember, endSessions: endSessionsOf },
  invitations: {
    list: listInvitations,
    create: invite,
    resend: resendInvitation,
    withdraw: withdrawInvitation,
    read: readInvitation,
    accept: acceptInvitation,
  },
  workspace: { read: readWorkspace, change: changeWorkspace },
  keys: { list: listKeys, create: makeKey, revoke: revokeKey },
  roles: { list: listRoles, create: makeRole, change: changeRole, requireSecondStep, remove: removeRole },
  teams: { list: listTeams, create: makeTeam, change: changeTeam, remove: removeTeam },
  branches: { list: listBranches, create: openBranch, change: changeBranch },
  absences: { list: listAbsences, create: recordAbsence, end: endAbsence },
  audit: { list: readAudit, chain: readChain },
});
