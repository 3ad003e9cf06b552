import { useRef } from 'react';

/**
 * The same object for the same content: what is sent again after a lost answer then goes out under the same
 * idempotency key, and is not recorded twice.
 */
export function useSameInput(): <Input>(input: Input) => Input {
  const last = useRef<{ text: string; input: unknown }>(undefined);
  return <Input>(input: Input): Input => {
    const text = JSON.stringify(input);
    if (last.current?.text !== text) last.current = { text, input };
    return last.current.input as Input;
  };
}
