export { api } from '../api.ts';
export type { Article, ArticleContent, OpenedArticle, Topic } from '../../../../modules/care/content/contract.ts';
