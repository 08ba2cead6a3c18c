import type { NetworkRules, PublicationPlan } from "@/api/types";
import { momentIn } from "@/features/publishing/when";
import { valueLabel } from "@/features/publishing/words";
import { formatSize } from "@/lib/format";
import { Notice } from "@/ui/Notice";

interface PlanViewProps {
  plan: PublicationPlan;
  rules: NetworkRules[];
}

/** What would be published, post by post, and what is wrong with it. */
export function PlanView({ plan, rules }: PlanViewProps) {
  return (
    <section aria-label="The plan" aria-live="polite" className="grid min-w-0 gap-3">
      <h3 className="text-lg">
        {plan.store} publishes {plan.posts.length} {plan.posts.length === 1 ? "post" : "posts"}
      </h3>
      <ul className="grid min-w-0 gap-2">
        {plan.posts.map((post) => (
          <li
            key={`${post.channel_id} ${post.clip_id}`}
            className="grid min-w-0 gap-1 rounded-xl border border-line p-3"
          >
            <p className="font-medium">
              {post.clip_name} → {post.account}
            </p>
            <p className="text-muted text-sm">
              {momentIn(plan.zone, post.due_at)} · {post.length} of {post.max_length} characters ·
              video {formatSize(post.size_bytes)}
              {post.with_cover && " with its picture"}
            </p>
            {post.text === "" ? (
              <p className="text-muted">Without a text.</p>
            ) : (
              <p className="line-clamp-6 whitespace-pre-wrap wrap-anywhere">{post.text}</p>
            )}
            <Settings
              settings={post.settings}
              rules={rules.find(({ network }) => network === post.network)}
            />
            {post.faults.length > 0 && (
              <Notice tone="caution">
                <ul className="grid gap-0.5">
                  {post.faults.map((fault) => (
                    <li key={fault.field + fault.detail} className="first-letter:uppercase">
                      {fault.detail}.
                    </li>
                  ))}
                </ul>
              </Notice>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface SettingsProps {
  settings: Record<string, unknown>;
  rules: NetworkRules | undefined;
}

/** A post's settings by the labels under which they were set. */
function Settings({ settings, rules }: SettingsProps) {
  const set = Object.entries(settings);
  if (set.length === 0) return null;
  const labelOf = (name: string) =>
    rules?.fields.find((field) => field.name === name)?.label ?? name;
  return (
    <dl className="flex flex-wrap gap-x-4 text-muted text-sm">
      {set.map(([name, value]) => (
        <div key={name} className="flex min-w-0 gap-1">
          <dt>{labelOf(name)}:</dt>
          <dd className="min-w-0 wrap-anywhere text-ink">{valueLabel(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
