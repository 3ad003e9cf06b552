import { ActionIcon, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './explain.module.css';

type Values = Record<string, string | number | null>;

/** The shape of the server's contract: message keys with the values they speak of. */
export interface Explanation {
  key: string;
  values: Values;
  steps?: { key: string; values: Values }[];
}

interface ExplainProps {
  /** What is explained: "Usual interval". */
  name: string;
  explanation: Explanation;
  /** A link to the rows behind the number. */
  rows?: ReactNode;
}

/** The small sign beside a number that opens its arithmetic. */
export function ExplainButton({ name, explanation, rows }: ExplainProps): ReactNode {
  const { t } = useTranslation('kit');
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <Popover opened={opened} onChange={close} width={320} position="bottom" withArrow trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          className={classes.button}
          variant="subtle"
          color="gray"
          size={22}
          onClick={toggle}
          aria-label={t('figure.how', { name })}
        >
          <IconInfoCircle size={15} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('figure.how', { name })} tabIndex={-1} data-autofocus>
        <ExplanationText explanation={explanation} />
        {rows !== undefined && <p className={classes.rows}>{rows}</p>}
      </Popover.Dropdown>
    </Popover>
  );
}

/** The same without a popover, where there is room. */
export function ExplanationText({ explanation }: { explanation: Explanation }): ReactNode {
  const { t } = useTranslation();
  const { key, values, steps } = explanation;
  return (
    <>
      <p className={classes.sentence}>{t(key, values)}</p>
      {steps !== undefined && steps.length > 0 && (
        <ol className={classes.steps}>
          {steps.map((step) => (
            <li key={step.key + JSON.stringify(step.values)}>{t(step.key, step.values)}</li>
          ))}
        </ol>
      )}
    </>
  );
}
