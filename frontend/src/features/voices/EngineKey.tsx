import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { credentialsQuery, forgetCredential, storeCredential } from "@/api/credentials";
import type { TtsProvider } from "@/api/types";
import { accountQuery } from "@/api/voices";
import { formatMoment } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

/** The store's own key for an engine that needs one, and what is left in the account it opens. */
export function EngineKey({ profile, engine }: { profile: string; engine: TtsProvider }) {
  const queryClient = useQueryClient();
  const [secret, setSecret] = useState("");
  const { data: keys } = useQuery(credentialsQuery(profile));
  const kept = keys?.find(({ kind }) => kind === engine.name);
  const storing = useMutation(storeCredential(queryClient, profile, engine.name));
  const forgetting = useMutation(forgetCredential(queryClient, profile, engine.name));
  const error = storing.error ?? forgetting.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (secret.trim() === "") return;
    storing.mutate(secret.trim(), { onSuccess: () => setSecret("") });
  }

  return (
    <div className="grid gap-3">
      {kept && (
        <p className="flex flex-wrap items-center gap-3">
          <span>
            Key ending in <code>{kept.last_four}</code>, stored {formatMoment(kept.updated_at)}
          </span>
          <Button disabled={forgetting.isPending} onClick={() => forgetting.mutate()}>
            Forget it
          </Button>
        </p>
      )}
      {kept && <Account profile={profile} provider={engine.name} />}
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <Field
          label={kept ? "Another key" : `${engine.label} key`}
          hint="Kept encrypted, for this store alone; it is never shown again."
        >
          {(ids) => (
            <input
              {...ids}
              type="password"
              className="control"
              autoComplete="off"
              spellCheck={false}
              value={secret}
              onChange={(event) => setSecret(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={storing.isPending || secret.trim() === ""}>
          {storing.isPending ? "Storing…" : "Store the key"}
        </Button>
      </form>
      {error && <Notice tone="danger">{detailOf(error)}</Notice>}
    </div>
  );
}

/** What the account's plan has left. */
function Account({ profile, provider }: { profile: string; provider: string }) {
  const { data: account, error } = useQuery(accountQuery(profile, provider));
  if (error) return <Notice tone="caution">{detailOf(error)}</Notice>;
  if (!account) return null;
  const { used_characters: used, limit_characters: limit, resets_at: resets } = account;
  const left =
    used === null || limit === null
      ? "The key may not ask how much is left."
      : `${(limit - used).toLocaleString("en")} of ${limit.toLocaleString("en")} characters left${resets ? ` until ${formatMoment(resets)}` : ""}.`;
  return (
    <p className="text-muted">
      Plan {account.plan} ({account.status}). {left}
    </p>
  );
}
