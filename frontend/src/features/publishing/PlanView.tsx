import type { PublicationPlan } from "@/api/types";
import { momentIn } from "@/features/publishing/when";
import { Notice } from "@/ui/Notice";

/** What would be published, post by post, and what is wrong with it. */
export function PlanView({ plan }: { plan: PublicationPlan }) {
  return (
    <section aria-label="The plan" className="grid gap-3">
      <p>
        <strong>{plan.store}</strong> publishes {plan.posts.length}{" "}
        {plan.posts.length === 1 ? "post" : "posts"}:
      </p>
      <ul className="grid gap-2">
        {plan.posts.map((post) => (
          <li
            key={`${post.channel_id} ${post.clip_id}`}
            className="rounded-xl border border-line p-3"
          >
            <p className="font-medium">
              {post.clip_name} → {post.account}
            </p>
            <p className="text-muted text-sm">
              {momentIn(plan.zone, post.due_at)} · {post.length} of {post.max_length} characters ·
              video {(post.size_bytes / 1e6).toFixed(1)} MB
              {post.with_cover && " with its picture"}
            </p>
            <p className="mt-1 whitespace-pre-wrap break-words">{post.text}</p>
            {Object.keys(post.settings).length > 0 && (
              <p className="mt-1 break-words text-muted text-sm">
                {Object.entries(post.settings)
                  .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
                  .join(", ")}
              </p>
            )}
            {post.faults.map((fault) => (
              <Notice key={fault.field + fault.detail} tone="caution">
                {fault.detail}
              </Notice>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
