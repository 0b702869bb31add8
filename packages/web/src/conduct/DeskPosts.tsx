import { useDesk } from '../consoles/operator/desk-context.ts';
import { useText } from '../text/language.tsx';
import { PostsNotice } from './PostsNotice.tsx';

/** The same on a console, where an operator stands in for one who is not there (R-CDT-12). */
export function DeskPosts({ userId }: { userId: string }) {
  const t = useText();
  const desk = useDesk();
  return (
    <PostsNotice
      quietWhenManned
      actOf={(post) =>
        post.userId === userId ? (
          <span className="muted">{t('post.sayPresent')}</span>
        ) : (
          <button
            type="button"
            className="button"
            onClick={() => desk.give({ type: 'post.takeOver', userId: post.userId })}
          >
            {t('post.takeOver')}
          </button>
        )
      }
    />
  );
}
