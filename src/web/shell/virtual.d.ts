declare module 'virtual:words/zh-CN' {
  const words: Record<string, object>;
  export default words;
}
declare module 'virtual:words/zh-TW' {
  const words: Record<string, object>;
  export default words;
}
declare module 'virtual:words/en' {
  const words: Record<string, object>;
  export default words;
}
declare module 'virtual:mantine.css';
declare module 'virtual:theme.css';
/** Hash of the whole build; names the service worker's cache. */
declare const BUILD_HASH: string;
