import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { connect, connectionQuery, disconnect, testConnection } from "@/api/publishing";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

/** The store's own Postiz: its address and key, tried before they are stored. */
export function Connection({ profile }: { profile: string }) {
  const queryClient = useQueryClient();
  const { data: kept } = useSuspenseQuery(connectionQuery(profile));
  const [address, setAddress] = useState(kept.base_url ?? "");
  const [secret, setSecret] = useState("");
  const [isLeaving, setLeaving] = useState(false);
  const connecting = useMutation(connect(queryClient, profile));
  const forgetting = useMutation(disconnect(queryClient, profile));
  const testing = useMutation(testConnection(profile));
  const error = connecting.error ?? testing.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    connecting.mutate(
      { base_url: address, key: secret.trim() },
      { onSuccess: () => setSecret("") },
    );
  }

  return (
    <div className="grid gap-4">
      {kept.connected && (
        <p className="flex flex-wrap items-center gap-3">
          <span>
            Connected with <code>{kept.base_url}</code>
            {kept.last_four && (
              <>
                , key ending in <code>{kept.last_four}</code>
              </>
            )}
          </span>
          <Button disabled={testing.isPending} onClick={() => testing.mutate()}>
            {testing.isPending ? "Testing…" : "Test"}
          </Button>
          <Button onClick={() => setLeaving(true)}>Disconnect…</Button>
        </p>
      )}
      <form onSubmit={submit} aria-label="Connect Postiz" className="grid max-w-xl gap-3">
        <Field
          label="Address of Postiz"
          hint="https://api.postiz.com, or that of your own, such as http://localhost:4007/api"
        >
          {(ids) => (
            <input
              {...ids}
              className="control"
              required
              spellCheck={false}
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Key of Postiz"
          hint="From Settings, Public API. Kept encrypted, for this store alone; it is never shown again."
        >
          {(ids) => (
            <input
              {...ids}
              type="password"
              className="control"
              required
              autoComplete="off"
              value={secret}
              onChange={(event) => setSecret(event.target.value)}
            />
          )}
        </Field>
        {error && <Notice tone="danger">{detailOf(error)}</Notice>}
        {testing.isSuccess && (
          <p role="status">It works: Postiz lists {testing.data.accounts} accounts.</p>
        )}
        <Button
          type="submit"
          tone={kept.connected ? "plain" : "primary"}
          disabled={connecting.isPending}
          className="justify-self-start"
        >
          {connecting.isPending ? "Trying…" : kept.connected ? "Connect anew" : "Connect"}
        </Button>
      </form>
      <ConfirmDialog
        open={isLeaving}
        title="Disconnect Postiz?"
        description="Address and key are forgotten. What waits to be sent fails; what Postiz has already appears all the same."
        confirmLabel={forgetting.isPending ? "Disconnecting…" : "Disconnect"}
        busy={forgetting.isPending}
        error={forgetting.error && detailOf(forgetting.error)}
        onClose={() => setLeaving(false)}
        onConfirm={() => forgetting.mutate(undefined, { onSuccess: () => setLeaving(false) })}
      />
    </div>
  );
}
