import {
  Popover,
  SegmentedControl,
  UnstyledButton,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBuildingStore, IconCheck, IconDeviceLaptop, IconLogout } from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useStartOver, type Language } from '../api/session.ts';
import { speak } from './i18n.ts';
import { languages, nameOf } from './language.ts';
import { signOut } from './sign-out.ts';
import { UserButton } from './user-button.tsx';
import classes from './user-menu.module.css';

/** Workspaces, language, light and dark, devices, sign out. Default export: loaded, and opened, when first wanted. */
export default function UserPopover(): ReactNode {
  const { t } = useTranslation('shell');
  const { user } = useSession();
  const [opened, { toggle, close }] = useDisclosure(true);
  return (
    <Popover opened={opened} onChange={close} position="bottom-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <UserButton onClick={toggle} />
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label={t('user.menu', { name: user?.name })}>
        <div className={classes.who}>
          <strong>{user?.name}</strong>
          <small>{user?.email}</small>
        </div>
        <Workspaces onChosen={close} />
        <div className={classes.part}>
          <LanguageChoice />
          <SchemeChoice />
        </div>
        <div className={classes.part}>
          <Link to="/settings/sessions" className={classes.item} onClick={close}>
            <IconDeviceLaptop size={17} stroke={1.6} />
            {t('user.sessions')}
          </Link>
          <SignOut />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Workspaces({ onChosen }: { onChosen: () => void }): ReactNode {
  const { t } = useTranslation('shell');
  const { workspace, workspaces } = useSession();
  const startOver = useStartOver();
  const router = useRouter();
  if (workspaces.length < 2) return null;
  const enter = async (id: string) => {
    onChosen();
    await startOver(id);
    await router.navigate({ to: '/' });
  };
  return (
    <section className={classes.part} aria-label={t('user.workspaces')}>
      {workspaces.map(({ id, name }) => (
        <UnstyledButton
          key={id}
          className={classes.item}
          aria-current={id === workspace?.id}
          onClick={() => void enter(id)}
        >
          <IconBuildingStore size={17} stroke={1.6} />
          {name}
          {id === workspace?.id && <IconCheck size={16} className={classes.check} />}
        </UnstyledButton>
      ))}
    </section>
  );
}

function LanguageChoice(): ReactNode {
  const { t, i18n } = useTranslation('shell');
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t('user.language')}
      value={i18n.language}
      onChange={(language) => void speak(language as Language)}
      data={languages.map((value) => ({ value, label: nameOf(value) }))}
    />
  );
}

function SchemeChoice(): ReactNode {
  const { t } = useTranslation('shell');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t('user.scheme.name')}
      value={colorScheme}
      onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
      data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`user.scheme.${value}`) }))}
    />
  );
}

function SignOut(): ReactNode {
  const { t } = useTranslation('shell');
  const startOver = useStartOver();
  const router = useRouter();
  const leave = async () => {
    await signOut();
    await startOver(null);
    await router.navigate({ to: '/sign-in' });
  };
  return (
    <UnstyledButton className={classes.item} onClick={() => void leave()}>
      <IconLogout size={17} stroke={1.6} />
      {t('user.signOut')}
    </UnstyledButton>
  );
}
