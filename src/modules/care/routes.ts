import { bindRoutes } from '../../kernel/http/routes.ts';
import { changeCampaign, createCampaign, readCampaign, removeCampaign } from './campaigns/campaigns.ts';
import { readEffect } from './campaigns/effect.ts';
import { listMessages, sendAgain } from './campaigns/messages.ts';
import { listCampaigns } from './campaigns/present.ts';
import {
  approveCampaign,
  pauseCampaign,
  resumeCampaign,
  startCampaign,
  stopCampaign,
} from './campaigns/run-campaign.ts';
import { checkCampaign } from './campaigns/check-campaign.ts';
import { sendTest } from './campaigns/test-send.ts';
import { changeChannel, createChannel, listChannels, removeChannel } from './channels/channels.ts';
import { testChannel } from './channels/test-channel.ts';
import { contract } from './contract.ts';
import {
  changeArticle,
  createArticle,
  listArticles,
  publishArticle,
  readArticle,
  removeArticle,
  withdrawArticle,
} from './content/articles.ts';
import { draftForWechat } from './content/wechat-draft.ts';
import { checkNewsletter, sendNewsletter } from './content/newsletter.ts';
import { addTopic, listTopics, removeTopic } from './content/topics.ts';
import { checkIn, takeBackArrival } from './events/door.ts';
import { readEventEffect } from './events/effect.ts';
import { cancelEvent, changeEvent, createEvent, readEvent, removeEvent } from './events/events.ts';
import { tagGuests } from './events/follow-up.ts';
import { addGuest, freePlace, listGuests } from './events/guests.ts';
import { checkInvitation, inviteToEvent } from './events/invite.ts';
import { listEvents } from './events/present.ts';
import { linkFollower, unknownFollowers } from './followers/followers.ts';
import { liftPause, pausePromotion, readPause } from './gate/pauses.ts';
import { liftSuppression, listSuppressions, stopAddress } from './gate/suppressions.ts';
import { listDue } from './greetings/due.ts';
import { listGreetings, prepareDay, prepareGreeting, removeGreeting, setGreeting } from './greetings/greetings.ts';
import { addOwnDay, listOwnDays, removeOwnDay } from './greetings/own-days.ts';
import { readHook, renewHook, tellEvent } from './journeys/hooks.ts';
import {
  changeJourney,
  createJourney,
  endJourney,
  pauseJourney,
  publishJourney,
  readJourney,
  removeJourney,
  resumeJourney,
} from './journeys/journeys.ts';
import { listPeople } from './journeys/people.ts';
import { listJourneys } from './journeys/present.ts';
import { rehearseJourney } from './journeys/rehearse.ts';
import { readResults } from './journeys/results.ts';
import { readMailbox, removeMailbox, setMailbox } from './mailbox/mailbox.ts';
import { changeSettings, readSettings } from './settings.ts';
import { previewTemplate } from './templates/preview.ts';
import { changeTemplate, createTemplate, listTemplates, readTemplate, retireTemplate } from './templates/templates.ts';

export const routes = bindRoutes(contract, {
  pauses: { read: readPause, set: pausePromotion, lift: liftPause },
  suppressions: { list: listSuppressions, stop: stopAddress, lift: liftSuppression },
  settings: { read: readSettings, change: changeSettings },
  channels: {
    list: listChannels,
    create: createChannel,
    change: changeChannel,
    remove: removeChannel,
    test: testChannel,
  },
  followers: { unknown: unknownFollowers, link: linkFollower },
  mailbox: { read: readMailbox, set: setMailbox, remove: removeMailbox },
  templates: {
    list: listTemplates,
    read: readTemplate,
    create: createTemplate,
    change: changeTemplate,
    retire: retireTemplate,
    preview: previewTemplate,
  },
  campaigns: {
    list: listCampaigns,
    read: readCampaign,
    create: createCampaign,
    change: changeCampaign,
    remove: removeCampaign,
    check: checkCampaign,
    test: sendTest,
    start: startCampaign,
    approve: approveCampaign,
    pause: pauseCampaign,
    resume: resumeCampaign,
    stop: stopCampaign,
    messages: listMessages,
    again: sendAgain,
    effect: readEffect,
  },
  journeys: {
    list: listJourneys,
    read: readJourney,
    create: createJourney,
    change: changeJourney,
    remove: removeJourney,
    publish: publishJourney,
    pause: pauseJourney,
    resume: resumeJourney,
    end: endJourney,
    rehearse: rehearseJourney,
    results: readResults,
    people: listPeople,
    hook: readHook,
    renewHook,
    tell: tellEvent,
  },
  events: {
    list: listEvents,
    read: readEvent,
    create: createEvent,
    change: changeEvent,
    cancel: cancelEvent,
    remove: removeEvent,
    check: checkInvitation,
    invite: inviteToEvent,
    guests: listGuests,
    addGuest,
    freePlace,
    checkIn,
    takeBack: takeBackArrival,
    tag: tagGuests,
    effect: readEventEffect,
  },
  topics: { list: listTopics, add: addTopic, remove: removeTopic },
  articles: {
    list: listArticles,
    read: readArticle,
    create: createArticle,
    change: changeArticle,
    remove: removeArticle,
    publish: publishArticle,
    withdraw: withdrawArticle,
    draft: draftForWechat,
    check: checkNewsletter,
    send: sendNewsletter,
  },
  greetings: {
    list: listGreetings,
    set: setGreeting,
    remove: removeGreeting,
    due: listDue,
    prepare: prepareGreeting,
    prepareDay,
    ownDays: listOwnDays,
    addOwnDay,
    removeOwnDay,
  },
});
