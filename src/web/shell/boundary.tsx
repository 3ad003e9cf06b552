import { Component, type ReactNode } from 'react';
import { isMissingCode, loadPageAnew } from './missing-code.ts';

interface Props {
  children: ReactNode;
  fallback: (error: unknown, retry: () => void) => ReactNode;
}

/** React can catch render errors by a class only. */
export class Boundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    const retry = () => (isMissingCode(error) ? void loadPageAnew() : this.setState({ error: null }));
    return error === null ? this.props.children : this.props.fallback(error, retry);
  }
}
